#include "ui/analysis/ledger_panel.h"

#include <algorithm>

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/base/file.h"

#include "ui/analysis/figure_table.h"
#include "ui/analysis/panel_parts.h"
#include "ui/common/core_texts.h"
#include "ui/common/qt_convert.h"

namespace ui::analysis {

using common::countText;
using common::toQString;
using core::base::CancelToken;
using core::base::Result;
using core::edit::EffortFigures;
using core::edit::LedgerChange;
using core::edit::LedgerEntry;
using core::edit::ProjectSession;

namespace {

constexpr std::size_t kHashDigits = 6;

QString count(std::size_t number)
{
    return countText(static_cast<qint64>(number));
}

QString shortHash(const std::string &hash)
{
    return toQString(hash.substr(0, kHashDigits));
}

QString apText(const std::optional<double> &ap)
{
    return ap ? percentText(*ap) : QStringLiteral("–");
}

} // namespace

LedgerPanel::LedgerPanel(const common::Theme &theme, QWidget *parent)
    : AnalysisPanel(Staleness::EveryEdit, theme, parent)
    , m_runs(new FigureTable)
    , m_frame(hintLabel(tr("mAP of the predictions: test split, activitynet rule, mean over tIoU "
                           "0.1:0.1:0.7. Label set: the hash of the snapshot that the run read.")))
    , m_changeTitle(sectionTitle({}))
    , m_changes(new FigureTable)
    , m_effort(new FigureTable)
    , m_sessions(hintLabel())
    , m_export(new QPushButton(tr("Export every step…")))
{
    setObjectName(QStringLiteral("ledgerPanel"));
    build();
    connect(m_runs, &QTableWidget::currentCellChanged, this, &LedgerPanel::showChanges);
    connect(m_export, &QPushButton::clicked, this, &LedgerPanel::askAndExport);
}

void LedgerPanel::build()
{
    m_runs->setObjectName(QStringLiteral("ledgerRuns"));
    m_runs->setAccessibleName(tr("Runs and the labels that they read"));
    m_changes->setObjectName(QStringLiteral("ledgerChanges"));
    m_changes->setAccessibleName(tr("Changes by class"));
    m_effort->setObjectName(QStringLiteral("effortTable"));
    m_effort->setAccessibleName(tr("What correcting has cost"));
    m_export->setObjectName(QStringLiteral("effortExport"));
    auto *head = new QHBoxLayout;
    head->addWidget(sectionTitle(tr("Runs")), 1);
    head->addWidget(m_runs->makeCopyButton(theme()));
    auto *changeHead = new QHBoxLayout;
    changeHead->addWidget(m_changeTitle, 1);
    changeHead->addWidget(m_changes->makeCopyButton(theme()));
    auto *effortHead = new QHBoxLayout;
    effortHead->addWidget(sectionTitle(tr("Effort")), 1);
    effortHead->addWidget(m_effort->makeCopyButton(theme()));
    effortHead->addWidget(m_export);
    body()->addLayout(head);
    body()->addWidget(m_runs);
    body()->addWidget(m_frame);
    body()->addWidget(hairline());
    body()->addLayout(changeHead);
    body()->addWidget(m_changes);
    body()->addWidget(hairline());
    body()->addLayout(effortHead);
    body()->addWidget(m_effort);
    body()->addWidget(m_sessions);
    body()->addStretch(1);
}

void LedgerPanel::setTheme(const common::Theme &theme)
{
    AnalysisPanel::setTheme(theme);
    for (FigureTable *table : {m_runs, m_changes, m_effort}) {
        table->setTheme(theme);
    }
}

void LedgerPanel::clear()
{
    m_content = {};
    for (FigureTable *table : {m_runs, m_changes, m_effort}) {
        table->begin({});
    }
}

void LedgerPanel::refresh()
{
    if (m_content.entries.empty()) {
        showMessage(tr("Reading the ledger…"));
    }
    compute<Content>(
        [](const ProjectSession &session, const CancelToken &) -> Result<Content> {
            Content content;
            content.entries = TRY(core::edit::readLedger(session));
            content.changes.resize(content.entries.size());
            for (std::size_t i = 1; i < content.entries.size(); ++i) {
                content.changes[i] = TRY(core::edit::compareEntries(session, content.entries[i - 1],
                                                                    content.entries[i]));
            }
            content.effort = TRY(core::edit::readEffort(session));
            return content;
        },
        [this](Content content) { take(std::move(content)); });
}

void LedgerPanel::take(Content content)
{
    const int former = m_runs->currentRow();
    m_content = std::move(content);
    {
        const QSignalBlocker quiet(m_runs);
        fillRuns();
        const int last = m_runs->rowCount() - 1;
        m_runs->setCurrentCell(former < 0 ? last : std::min(former, last), 0);
    }
    fillEffort();
    showChanges();
}

void LedgerPanel::fillRuns()
{
    m_runs->begin({tr("Run"), tr("mAP"), tr("label set"), tr("seed"), tr("config"), tr("code")});
    for (const LedgerEntry &entry : m_content.entries) {
        const QString labels = !entry.labels ? tr("none")
                               : entry.isSnapshotIntact
                                   ? shortHash(entry.labels->contentHash)
                                   : tr("%1 changed!").arg(shortHash(entry.labels->contentHash));
        m_runs->addRow({toQString(entry.run.name), apText(entry.averageMap), labels,
                        QString::number(entry.run.seed), shortHash(entry.run.configHash),
                        toQString(entry.run.codeVersion)});
    }
    m_runs->finish();
}

void LedgerPanel::showChanges()
{
    const auto row = static_cast<std::size_t>(std::max(0, m_runs->currentRow()));
    m_changes->begin({tr("Class"), tr("change"), tr("before"), tr("after"), tr("added"),
                      tr("moved"), tr("removed"), tr("replaced"), tr("edits")});
    if (row == 0 || row >= m_content.entries.size()) {
        m_changeTitle->setText(tr("Choose a run to compare it with the one before"));
        m_changes->finish();
        return;
    }
    m_changeTitle->setText(tr("%1 against %2, AP and edits")
                               .arg(toQString(m_content.entries[row].run.name),
                                    toQString(m_content.entries[row - 1].run.name)));
    for (const LedgerChange &change : m_content.changes[row]) {
        const QString points = change.apBefore && change.apAfter
                                   ? pointsText(*change.apAfter - *change.apBefore)
                                   : QStringLiteral("–");
        m_changes->addRow({toQString(change.name), points, apText(change.apBefore),
                           apText(change.apAfter), count(change.added), count(change.moved),
                           count(change.removed), count(change.replaced),
                           count(change.revisions.size())});
    }
    m_changes->finish();
}

void LedgerPanel::fillEffort()
{
    const core::edit::Effort &effort = m_content.effort.effort;
    m_effort->begin({tr("Figure"), tr("assisted"), tr("manual"), tr("all")});
    const auto add = [&](const QString &name, const auto &textOf) {
        m_effort->addRow(
            {name, textOf(effort.assisted), textOf(effort.manual), textOf(effort.total)});
    };
    // Where nothing was counted there is no figure.
    const auto ifCounted = [&effort](const QString &text) {
        return effort.hasInput ? text : QStringLiteral("–");
    };
    const auto number = [](double value, int digits) {
        return QString::number(value, 'f', digits);
    };
    using Of = const EffortFigures &;
    add(tr("Labels accepted"), [](Of figures) { return count(figures.accepted); });
    add(tr("Labels rejected"), [](Of figures) { return count(figures.rejected); });
    add(tr("Edits"), [](Of figures) { return count(figures.edits); });
    add(tr("Undone"), [](Of figures) { return count(figures.undone); });
    add(tr("Keys"), [&](Of figures) { return ifCounted(count(figures.input.keys)); });
    add(tr("Clicks"), [&](Of figures) { return ifCounted(count(figures.input.clicks)); });
    add(tr("Seconds"), [&](Of figures) { return number(figures.seconds, 1); });
    add(tr("Keys a label"),
        [&](Of figures) { return ifCounted(number(figures.keysPerSegment(), 2)); });
    add(tr("Edits a label"), [&](Of figures) { return number(figures.editsPerSegment(), 2); });
    add(tr("Seconds a label"), [&](Of figures) { return number(figures.secondsPerSegment(), 2); });
    m_effort->finish();
    m_sessions->setText(tr("%n stretch(es) of work; assisted: began as a copy of a proposal, "
                           "pseudo-label or prediction. A pause above 60 s is no work.",
                           nullptr, static_cast<int>(effort.sessions)));
    m_export->setEnabled(!m_content.effort.steps.empty());
}

void LedgerPanel::askAndExport()
{
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Export every step"),
        QFileInfo(project()->path()).dir().filePath(QStringLiteral("effort.csv")),
        tr("Tables (*.csv)"));
    if (path.isEmpty()) {
        return;
    }
    const auto saved = exportEffort(common::toPath(path));
    emit noticed(saved ? tr("Exported to %1.").arg(path) : common::errorText(saved.error()));
}

Result<void> LedgerPanel::exportEffort(const std::filesystem::path &path) const
{
    return core::base::writeFileAtomically(path, core::edit::effortCsv(m_content.effort));
}

} // namespace ui::analysis
