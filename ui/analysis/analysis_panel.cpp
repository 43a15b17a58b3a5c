#include "ui/analysis/analysis_panel.h"

#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/analysis/panel_parts.h"

namespace ui::analysis {

namespace {

constexpr int kRestMs = 300;
constexpr int kMargin = 14;

} // namespace

AnalysisPanel::AnalysisPanel(Staleness staleness, const common::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_staleness(staleness)
    , m_theme(&theme)
    , m_message(hintLabel())
    , m_page(new QWidget)
    , m_body(new QVBoxLayout)
    , m_foot(new QVBoxLayout)
{
    setProperty("ground", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRestMs);
    connect(&m_rest, &QTimer::timeout, this, &AnalysisPanel::refreshSoon);
    m_message->setObjectName(QStringLiteral("message"));
    m_message->setContentsMargins(kMargin, 12, kMargin, 0);
    m_page->setProperty("ground", QStringLiteral("panel"));
    m_page->setLayout(m_body);
    m_body->setContentsMargins(kMargin, 12, kMargin, 12);
    m_body->setSpacing(8);
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_page);
    m_foot->setContentsMargins(kMargin, 0, kMargin, 0);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_message);
    layout->addWidget(scroll, 1);
    layout->addLayout(m_foot);
    m_message->hide();
}

AnalysisPanel::~AnalysisPanel() = default;

void AnalysisPanel::setProject(models::ProjectModel *project)
{
    m_task.cancel();
    m_rest.stop();
    m_project = project;
    clear();
    if (project == nullptr) {
        return;
    }
    connect(project, &models::ProjectModel::contentReplaced, this, &AnalysisPanel::markStale);
    if (m_staleness == Staleness::EveryEdit) {
        connect(project, &models::ProjectModel::changed, this, &AnalysisPanel::markStale);
    }
    markStale();
}

void AnalysisPanel::setTheme(const common::Theme &theme)
{
    m_theme = &theme;
}

void AnalysisPanel::setClasses(const common::ClassStyles &classes)
{
    m_classes = classes;
}

bool AnalysisPanel::isBusy() const
{
    return m_task.isRunning() || m_rest.isActive() || (m_isStale && isVisible());
}

QString AnalysisPanel::message() const
{
    return m_message->isHidden() ? QString() : m_message->text();
}

void AnalysisPanel::showMessage(const QString &text, bool isError)
{
    m_message->setText(text);
    setTone(m_message, isError ? QStringLiteral("error") : QStringLiteral("hint"));
    m_message->setVisible(!text.isEmpty());
    m_page->setVisible(text.isEmpty());
    // A hidden page still asks for its bar.
    auto *scroll = findChild<QScrollArea *>(QString(), Qt::FindDirectChildrenOnly);
    scroll->setVerticalScrollBarPolicy(text.isEmpty() ? Qt::ScrollBarAsNeeded
                                                      : Qt::ScrollBarAlwaysOff);
}

void AnalysisPanel::markStale()
{
    m_isStale = true;
    if (isVisible()) {
        m_rest.start();
    }
}

void AnalysisPanel::refreshNow()
{
    m_isStale = true;
    m_rest.stop();
    refreshSoon();
}

void AnalysisPanel::refreshSoon()
{
    if (m_isStale && isVisible() && m_project != nullptr) {
        m_isStale = false;
        refresh();
    }
}

void AnalysisPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refreshSoon();
}

} // namespace ui::analysis
