#include "ui/start_page.h"

#include <QDir>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

#include "ui/action_card.h"
#include "ui/common/icons.h"
#include "ui/common/qt_convert.h"
#include "ui/common/theme.h"

namespace ui {

namespace {

constexpr int kLeftWidth = 470;
constexpr int kRightWidth = 526;
constexpr int kShownProjects = 6;

QLabel *makeLabel(const QString &text, int pixels, QFont::Weight weight = QFont::Normal,
                  const char *tone = nullptr)
{
    auto *label = new QLabel(text);
    label->setFont(common::textFont(pixels, weight));
    if (tone != nullptr) {
        label->setProperty("tone", QString::fromLatin1(tone));
    }
    return label;
}

// "~/thumos14" for a folder of the person's own.
QString shownFolder(const QString &path)
{
    const QString folder = QFileInfo(path).absolutePath();
    const QString home = QDir::homePath();
    return folder.startsWith(home + QLatin1Char('/')) ? QLatin1Char('~') + folder.mid(home.size())
                                                      : folder;
}

QString shownDay(const QDateTime &time)
{
    const qint64 days = time.date().daysTo(QDate::currentDate());
    const QLocale locale;
    if (days == 0) {
        return StartPage::tr("today %1").arg(locale.toString(time.time(), QStringLiteral("HH:mm")));
    }
    if (days == 1) {
        return StartPage::tr("yesterday");
    }
    return time.date().year() == QDate::currentDate().year()
               ? locale.toString(time.date(), StartPage::tr("d MMM"))
               : locale.toString(time.date(), StartPage::tr("d MMM yyyy"));
}

// A project of the list; the whole row is the button.
class ProjectRow : public QPushButton
{
public:
    ProjectRow()
    {
        setFlat(true);
        setProperty("row", true);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        setMinimumHeight(54);
        setCursor(Qt::PointingHandCursor);
    }
};

QStringList factsOf(const common::RecentProject &project, bool isThere)
{
    QStringList facts = {shownFolder(project.path)};
    if (!isThere) {
        const bool hasFolder = QFileInfo::exists(QFileInfo(project.path).absolutePath());
        facts << (hasFolder ? StartPage::tr("not found")
                            : StartPage::tr("folder not found; disk not connected?"));
    } else {
        facts << StartPage::tr("%n video(s)", nullptr, project.videos);
        if (project.runs > 0) {
            facts << StartPage::tr("%n run(s)", nullptr, project.runs);
        }
        if (project.corrected > 0) {
            facts << StartPage::tr("%n corrected", nullptr, project.corrected);
        }
    }
    return facts;
}

QWidget *makeRule()
{
    auto *rule = new QWidget;
    rule->setFixedHeight(1);
    rule->setProperty("ground", QStringLiteral("line"));
    rule->setAttribute(Qt::WA_StyledBackground);
    return rule;
}

void clear(QLayout &layout)
{
    while (QLayoutItem *item = layout.takeAt(0)) {
        if (item->widget() != nullptr) {
            item->widget()->deleteLater();
            item->widget()->hide();
        }
        delete item;
    }
}

} // namespace

StartPage::StartPage(const common::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(&theme)
    , m_logo(new QLabel)
    , m_problem(makeLabel({}, 12, QFont::Normal, "error"))
    , m_crashed(makeLabel({}, 12, QFont::Normal, "second"))
    , m_noProjects(
          makeLabel(tr("Projects that you open are listed here."), 12, QFont::Normal, "hint"))
    , m_rows(new QVBoxLayout)
    , m_computer(new QVBoxLayout)
    , m_chip(new QLabel)
{
    setProperty("ground", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    for (QLabel *label : {m_problem, m_crashed}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextBrowserInteraction);
        label->setVisible(false);
    }
    connect(m_crashed, &QLabel::linkActivated, this, &StartPage::projectChosen);
    auto *grid = new QGridLayout;
    grid->setSpacing(0);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 4);
    grid->setColumnMinimumWidth(2, 70);
    grid->setColumnStretch(3, 4);
    grid->setColumnStretch(4, 1);
    grid->addLayout(makeTitle(), 0, 1, 1, 3);
    grid->setRowMinimumHeight(1, 28);
    grid->addLayout(makeCards(), 2, 1);
    grid->addLayout(makeRight(), 2, 3);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 16);
    layout->addStretch(2);
    layout->addLayout(grid);
    layout->addStretch(4);
    setTheme(theme);
}

QLayout *StartPage::makeTitle()
{
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(makeLabel(tr("Taloscope"), 24, QFont::DemiBold));
    words->addWidget(makeLabel(tr("See which pseudo-labels are wrong, why, and what fixing them "
                                  "buys."),
                               13, QFont::Normal, "second"));
    auto *row = new QHBoxLayout;
    row->setSpacing(16);
    row->addWidget(m_logo, 0, Qt::AlignTop);
    row->addLayout(words, 1);
    return row;
}

QLayout *StartPage::makeCards()
{
    m_demo = new ActionCard(QStringLiteral("flask-conical"), tr("Try the demo"),
                            tr("Renders 120 small videos and trains three stages in a few minutes"),
                            *m_theme, true);
    m_new =
        new ActionCard(QStringLiteral("folder-plus"), tr("New project…"),
                       tr("Videos, labels, features or predictions: any one is enough"), *m_theme);
    m_open = new ActionCard(QStringLiteral("folder-open"), tr("Open project…"),
                            tr("A .talo file, also from an older version"), *m_theme);
    m_import = new ActionCard(QStringLiteral("download"), tr("Import results of a run…"),
                              tr("JSON in the ActivityNet, FuSTAL or ActionFormer form"), *m_theme);
    connect(m_demo, &ActionCard::clicked, this, &StartPage::demoRequested);
    connect(m_new, &ActionCard::clicked, this, &StartPage::newRequested);
    connect(m_open, &ActionCard::clicked, this, &StartPage::openRequested);
    connect(m_import, &ActionCard::clicked, this, &StartPage::importRequested);
    auto *column = new QVBoxLayout;
    column->setSpacing(10);
    for (ActionCard *card : {m_demo, m_new, m_open, m_import}) {
        card->setMaximumWidth(kLeftWidth);
        column->addWidget(card);
    }
    column->addSpacing(8);
    QLabel *drop = makeLabel(tr("Drop videos, .json, .npy or a .talo file anywhere in this "
                                "window."),
                             12, QFont::Normal, "hint");
    drop->setWordWrap(true);
    column->addWidget(drop);
    column->addWidget(m_problem);
    column->addStretch(1);
    return column;
}

QLayout *StartPage::makeRight()
{
    auto *column = new QVBoxLayout;
    column->setSpacing(0);
    column->addWidget(m_crashed);
    column->addWidget(makeLabel(tr("Recent projects"), 13, QFont::DemiBold));
    column->addSpacing(10);
    column->addWidget(m_noProjects);
    m_rows->setSpacing(0);
    column->addLayout(m_rows);
    column->addSpacing(24);
    auto *box = new QWidget;
    box->setProperty("box", true);
    box->setAttribute(Qt::WA_StyledBackground);
    box->setMaximumWidth(kRightWidth);
    auto *inside = new QHBoxLayout(box);
    inside->setContentsMargins(16, 14, 16, 14);
    inside->setSpacing(12);
    inside->addWidget(m_chip, 0, Qt::AlignTop);
    auto *facts = new QVBoxLayout;
    facts->setSpacing(8);
    facts->addWidget(makeLabel(tr("This computer"), 13, QFont::DemiBold));
    m_computer->setSpacing(6);
    facts->addLayout(m_computer);
    inside->addLayout(facts, 1);
    column->addWidget(box);
    column->addStretch(1);
    return column;
}

void StartPage::setTheme(const common::Theme &theme)
{
    m_theme = &theme;
    const qreal ratio = devicePixelRatioF();
    m_logo->setPixmap(common::iconPixmap(QStringLiteral("taloscope"), 40, Qt::white, ratio));
    m_chip->setPixmap(common::iconPixmap(QStringLiteral("cpu"), 18, theme.text3, ratio));
    for (ActionCard *card : {m_demo, m_new, m_open, m_import}) {
        card->setTheme(theme);
    }
    fillProjects();
    fillComputer();
}

void StartPage::setKeys(const QString &newProject, const QString &open, const QString &import)
{
    m_new->setKeyText(newProject);
    m_open->setKeyText(open);
    m_import->setKeyText(import);
}

void StartPage::setProjects(const std::vector<common::RecentProject> &projects)
{
    m_projects = projects;
    fillProjects();
}

void StartPage::fillProjects()
{
    clear(*m_rows);
    m_noProjects->setVisible(m_projects.empty());
    int shown = 0;
    for (const common::RecentProject &project : m_projects) {
        if (shown++ == kShownProjects) {
            break;
        }
        m_rows->addWidget(makeRule());
        m_rows->addWidget(makeRow(project));
    }
}

QWidget *StartPage::makeRow(const common::RecentProject &project)
{
    const bool isThere = QFileInfo::exists(project.path);
    auto *row = new ProjectRow;
    row->setMaximumWidth(kRightWidth);
    const QString name = QFileInfo(project.path).fileName();
    row->setAccessibleName(isThere ? name : tr("%1, not found").arg(name));
    row->setToolTip(project.path);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(4, 6, 0, 6);
    layout->setSpacing(14);
    auto *icon = new QLabel;
    icon->setPixmap(
        common::iconPixmap(isThere ? QStringLiteral("file-text") : QStringLiteral("triangle-alert"),
                           16, isThere ? m_theme->text3 : m_theme->warn, devicePixelRatioF()));
    layout->addWidget(icon);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(makeLabel(name, 13, isThere ? QFont::DemiBold : QFont::Normal));
    const QStringList facts = factsOf(project, isThere);
    words->addWidget(makeLabel(facts.join(QStringLiteral(" · ")), 12, QFont::Normal, "second"));
    layout->addLayout(words, 1);
    auto *side = new QVBoxLayout;
    side->setSpacing(2);
    side->addWidget(makeLabel(shownDay(project.opened), 12, QFont::Normal, "hint"), 0,
                    Qt::AlignRight);
    if (!isThere) {
        auto *links =
            makeLabel(QStringLiteral("<a href=\"find\">%1</a> · <a href=\"forget\">%2</a>")
                          .arg(tr("Find…"), tr("Forget")),
                      12);
        connect(links, &QLabel::linkActivated, this,
                [this, path = project.path](const QString &to) {
                    if (to == QLatin1String("find")) {
                        emit findRequested(path);
                    } else {
                        emit forgetRequested(path);
                    }
                });
        side->addWidget(links, 0, Qt::AlignRight);
    } else {
        side->addStretch(1);
    }
    layout->addLayout(side);
    connect(row, &QPushButton::clicked, this, [this, isThere, path = project.path] {
        if (isThere) {
            emit projectChosen(path);
        } else {
            emit findRequested(path);
        }
    });
    return row;
}

void StartPage::setComputer(const std::vector<ComputerFact> &facts)
{
    m_facts = facts;
    fillComputer();
}

void StartPage::fillComputer()
{
    clear(*m_computer);
    for (const ComputerFact &fact : m_facts) {
        auto *line = new QWidget;
        auto *layout = new QHBoxLayout(line);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(10);
        auto *mark = new QLabel;
        mark->setPixmap(
            common::iconPixmap(fact.isGood ? QStringLiteral("check") : QStringLiteral("minus"), 14,
                               fact.isGood ? m_theme->ok : m_theme->text3, devicePixelRatioF(), 2));
        layout->addWidget(mark, 0, Qt::AlignTop);
        QLabel *text = makeLabel(fact.text, 12, QFont::Normal, "second");
        text->setWordWrap(true);
        layout->addWidget(text, 1);
        m_computer->addWidget(line);
    }
}

void StartPage::showProblem(const QString &problem)
{
    m_problem->setText(problem.toHtmlEscaped());
    m_problem->setVisible(!problem.isEmpty());
}

void StartPage::showCrashed(const QString &path)
{
    m_crashed->setText(
        tr("Taloscope was stopped by force while %1 was open. Every edit up to then "
           "is in the project. %2")
            .arg(QFileInfo(path).fileName().toHtmlEscaped(),
                 QStringLiteral("<a href=\"%1\">%2</a>").arg(path.toHtmlEscaped(), tr("Open it"))));
    m_crashed->setContentsMargins(0, 0, 0, 18);
    m_crashed->setVisible(!path.isEmpty());
}

} // namespace ui
