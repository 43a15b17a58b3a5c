#include "ui/analysis/evaluation_panel.h"

#include <algorithm>
#include <cmath>

#include <QComboBox>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/analysis/comparison_bar.h"
#include "ui/analysis/figure_table.h"
#include "ui/analysis/panel_parts.h"
#include "ui/analysis/side_by_side.h"
#include "ui/common/counted.h"
#include "ui/common/qt_convert.h"
#include "ui/edit/class_chip.h"

namespace ui::analysis {

using common::countText;
using common::toQString;
using core::base::CancelToken;
using core::base::Result;
using core::edit::ProjectSession;
using core::tal::ProtocolRow;

namespace {

// The core's sentences about rules, for the translators.
[[maybe_unused]] constexpr const char *kRules[] = {
    QT_TRANSLATE_NOOP("ProtocolRules", "subset names in any case"),
    QT_TRANSLATE_NOOP("ProtocolRules", "ground truth without length left out"),
    QT_TRANSLATE_NOOP("ProtocolRules", "duplicate and sliver ground truth left out"),
    QT_TRANSLATE_NOOP("ProtocolRules", "equal scores by video name"),
    QT_TRANSLATE_NOOP("ProtocolRules", "of equal scores the earlier first"),
    QT_TRANSLATE_NOOP("ProtocolRules", "instances choose their prediction, in file order"),
    QT_TRANSLATE_NOOP("ProtocolRules", "overlap above the threshold, not equal to it"),
    QT_TRANSLATE_NOOP("ProtocolRules", "ambiguous segments excuse false positives"),
    QT_TRANSLATE_NOOP("ProtocolRules", "precision normalised to the mean class size"),
    QT_TRANSLATE_NOOP("ProtocolRules", "no interpolation")};

struct TiouList
{
    const char *text;
    double first;
    double step;
    int count;
};
constexpr TiouList kTiouLists[] = {{"0.1:0.1:0.7", 0.1, 0.1, 7},
                                   {"0.3:0.1:0.7", 0.3, 0.1, 5},
                                   {"0.1:0.1:0.9", 0.1, 0.1, 9},
                                   {"0.5:0.05:0.95", 0.5, 0.05, 10}};

// "56.1"
QString percent(double share)
{
    return QString::number(100.0 * share, 'f', 1);
}

QString tiouHead(double tiou)
{
    QString text = QString::number(tiou, 'g', 3);
    return text.startsWith(QLatin1Char('0')) ? text.mid(1) : text;
}

// Why a protocol's numbers differ: the rules that change something, with how much; or that they are
// the reference, or the same.
QString whyOf(const ProtocolRow &row, bool isReference)
{
    if (isReference) {
        return EvaluationPanel::tr("reference here");
    }
    QStringList causes;
    int idle = 0;
    for (const core::tal::RuleEffect &effect : row.effects) {
        if (std::abs(effect.change) < 5e-5) {
            ++idle;
            continue;
        }
        causes.append(QStringLiteral("%1 %2").arg(
            QCoreApplication::translate("ProtocolRules", effect.rule.c_str()),
            pointsText(effect.change)));
    }
    if (causes.isEmpty()) {
        return idle > 0 ? EvaluationPanel::tr("other rules, same numbers on this data")
                        : EvaluationPanel::tr("same rule, same numbers");
    }
    return causes.join(QStringLiteral("; "));
}

double mean(const std::vector<double> &values)
{
    double sum = 0.0;
    for (const double value : values) {
        sum += value;
    }
    return values.empty() ? 0.0 : sum / static_cast<double>(values.size());
}

} // namespace

EvaluationPanel::EvaluationPanel(const common::Theme &theme, QWidget *parent)
    : AnalysisPanel(Staleness::EveryEdit, theme, parent)
    , m_bar(new ComparisonBar)
    , m_tiou(new QComboBox)
    , m_frame(hintLabel())
    , m_protocols(new FigureTable)
    , m_why(hintLabel())
    , m_classTitle(sectionTitle({}))
    , m_perClass(new FigureTable)
{
    setObjectName(QStringLiteral("evaluationPanel"));
    build();
    connect(m_bar, &ComparisonBar::changed, this, &EvaluationPanel::refreshNow);
    connect(m_tiou, &QComboBox::activated, this, &EvaluationPanel::refreshNow);
    connect(m_protocols, &QTableWidget::currentCellChanged, this,
            [this](int row) { showProtocol(row); });
}

void EvaluationPanel::build()
{
    m_tiou->setObjectName(QStringLiteral("evaluatedTiou"));
    m_tiou->setAccessibleName(tr("tIoU thresholds"));
    for (const TiouList &list : kTiouLists) {
        m_tiou->addItem(QString::fromLatin1(list.text));
    }
    m_protocols->setAccessibleName(tr("The same predictions under every rule"));
    m_perClass->setAccessibleName(tr("Average precision per class"));
    m_perClass->setIconSize(edit::kClassChip);
    auto *tiouRow = new QHBoxLayout;
    tiouRow->addWidget(rowLabel(tr("tIoU")));
    tiouRow->addWidget(m_tiou, 1);
    auto *head = new QHBoxLayout;
    head->addWidget(sectionTitle(tr("Under every rule")), 1);
    head->addWidget(m_protocols->makeCopyButton(theme()));
    auto *classHead = new QHBoxLayout;
    classHead->addWidget(m_classTitle, 1);
    classHead->addWidget(m_perClass->makeCopyButton(theme()));
    auto *rules = new QVBoxLayout;
    rules->addLayout(head);
    rules->addWidget(m_frame);
    rules->addWidget(m_protocols);
    rules->addWidget(m_why);
    rules->addStretch(1);
    auto *classes = new QVBoxLayout;
    classes->addLayout(classHead);
    classes->addWidget(m_perClass);
    classes->addStretch(1);
    body()->addWidget(m_bar);
    body()->addLayout(tiouRow);
    body()->addWidget(hairline());
    body()->addWidget(new SideBySide(rules, classes, 3, 2));
    body()->addStretch(1);
}

void EvaluationPanel::setTheme(const common::Theme &theme)
{
    AnalysisPanel::setTheme(theme);
    m_protocols->setTheme(theme);
    m_perClass->setTheme(theme);
}

void EvaluationPanel::clear()
{
    m_rows.clear();
    m_protocols->begin({});
    m_perClass->begin({});
}

std::vector<double> EvaluationPanel::tiou() const
{
    const TiouList &list = kTiouLists[m_tiou->currentIndex()];
    std::vector<double> values;
    for (int i = 0; i < list.count; ++i) {
        // The double nearest to each decimal number, as in a list written by hand.
        values.push_back(std::round((list.first + i * list.step) * 100.0) / 100.0);
    }
    return values;
}

void EvaluationPanel::refresh()
{
    m_bar->setProject(project()->session());
    if (m_bar->isEmpty()) {
        showMessage(tr("Nothing to evaluate yet. Train a run (Run, Train a run) or import "
                       "predictions (File, Import)."));
        return;
    }
    if (m_rows.empty()) {
        showMessage(tr("Evaluating under every rule…"));
    }
    const ComparisonChoice choice = m_bar->choice();
    compute<Compared>(
        [choice, tiou = tiou()](const ProjectSession &session,
                                const CancelToken &) -> Result<Compared> {
            const auto comparison = TRY(readComparison(session, choice));
            Compared compared;
            compared.rows =
                TRY(core::tal::compareProtocols(comparison.truth, comparison.detections.set,
                                                {.subset = comparison.choice.subset,
                                                 .videos = comparison.choice.videos,
                                                 .tiou = tiou}));
            compared.frame = frameOf(choice, comparison);
            return compared;
        },
        [this](Compared compared) { take(std::move(compared)); });
}

void EvaluationPanel::take(Compared compared)
{
    const int former = std::max(0, m_protocols->currentRow());
    m_rows = std::move(compared.rows);
    const core::tal::EvaluationResult &first = m_rows.front().result;
    m_frame->setText(tr("%1 · %2 · %3 · %4 · mAP in %")
                         .arg(compared.frame, common::videosText(static_cast<qint64>(first.videos)),
                              common::instancesText(static_cast<qint64>(first.gtInstances)),
                              common::predictionsText(static_cast<qint64>(first.predictions))));
    QStringList heads = {tr("Rule"), tr("avg")};
    for (const double tiou : first.tiou) {
        heads.append(tiouHead(tiou));
    }
    heads.append(tr("Why it differs"));
    m_protocols->begin(heads);
    for (const ProtocolRow &row : m_rows) {
        const bool isReference = &row == &m_rows.front();
        QStringList cells = {toQString(row.result.protocol), percent(row.result.averageMap)};
        for (const double map : row.result.map) {
            cells.append(percent(map));
        }
        cells.append(whyOf(row, isReference));
        m_protocols->addRow(cells);
        m_protocols->item(m_protocols->rowCount() - 1, static_cast<int>(cells.size()) - 1)
            ->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    }
    m_protocols->finish();
    const int row = std::min(former, m_protocols->rowCount() - 1);
    m_protocols->setCurrentCell(row, 0);
    showProtocol(row);
}

void EvaluationPanel::showProtocol(int row)
{
    if (row < 0 || row >= static_cast<int>(m_rows.size())) {
        return;
    }
    const ProtocolRow &chosen = m_rows[static_cast<std::size_t>(row)];
    const QString name = toQString(chosen.result.protocol);
    m_why->setText(QStringLiteral("%1: %2").arg(name, whyOf(chosen, row == 0)));
    m_classTitle->setText(tr("Per class, %1").arg(name));
    QStringList heads = {tr("Class"), tr("avg"), tr("GT"), tr("Pred.")};
    for (const double tiou : chosen.result.tiou) {
        heads.append(tiouHead(tiou));
    }
    std::vector<const core::tal::ClassResult *> sorted;
    for (const core::tal::ClassResult &item : chosen.result.classes) {
        sorted.push_back(&item);
    }
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto *a, const auto *b) { return mean(a->ap) > mean(b->ap); });
    m_perClass->begin(heads);
    for (const core::tal::ClassResult *item : sorted) {
        QIcon chip;
        for (int i = 0; i < classes().size(); ++i) {
            if (classes().of(i).name == toQString(item->name)) {
                chip = edit::classChip(classes().of(i));
            }
        }
        QStringList cells = {toQString(item->name), percent(mean(item->ap)),
                             countText(static_cast<qint64>(item->gtInstances)),
                             countText(static_cast<qint64>(item->predictions))};
        for (const double ap : item->ap) {
            cells.append(percent(ap));
        }
        m_perClass->addRow(cells, chip, mean(item->ap));
    }
    m_perClass->finish();
}

} // namespace ui::analysis
