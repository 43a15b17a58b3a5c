#include "ui/dialogs/import_panel.h"

#include <algorithm>
#include <memory>
#include <utility>

#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QTreeWidget>
#include <QUrl>
#include <QVBoxLayout>

#include "core/intake/recognise.h"

#include "ui/common/core_texts.h"
#include "ui/common/qt_convert.h"
#include "ui/common/theme.h"

namespace ui::dialogs {

using common::toQString;
using core::intake::Item;
using core::intake::Kind;
using core::intake::Outcome;
using core::intake::Unknown;

namespace {

// The tick is beside the source: a cell with a box to choose from keeps clicks to itself.
enum Column { kSource, kWhat, kFound, kResult };

constexpr int kRetryMs = 200; // several changes in a row are tried once

QString foundText(const Item &item)
{
    QStringList parts;
    if (item.videos > 0) {
        parts << ImportPanel::tr("%n video(s)", nullptr, static_cast<int>(item.videos));
    }
    const bool isOfFiles = item.kind == Kind::Videos || item.kind == Kind::Features;
    if (item.instances > 0 && !isOfFiles) {
        parts << ImportPanel::tr("%n segment(s)", nullptr, static_cast<int>(item.instances));
    }
    if (item.classes > 0) {
        parts << ImportPanel::tr("%n class(es)", nullptr, static_cast<int>(item.classes));
    }
    if (!item.format.empty() && item.kind != Kind::Videos) {
        parts << toQString(item.format);
    }
    return parts.join(QStringLiteral(" · "));
}

// What is being read, in the person's language.
QString stageText(const QString &what)
{
    if (what == QLatin1String("videos")) {
        return ImportPanel::tr("Opening videos");
    }
    return what == QLatin1String("features") ? ImportPanel::tr("Checking features")
                                             : ImportPanel::tr("Reading files");
}

void addNote(QTreeWidgetItem &row, const QString &text, const QColor &color)
{
    auto *note = new QTreeWidgetItem(&row, {text});
    note->setFirstColumnSpanned(true);
    note->setForeground(0, color);
    note->setToolTip(0, text);
    note->setFlags(Qt::ItemIsEnabled);
}

} // namespace

QString kindTitle(Kind kind)
{
    switch (kind) {
    case Kind::Videos:
        return ImportPanel::tr("Videos");
    case Kind::VideoTable:
        return ImportPanel::tr("Table of videos");
    case Kind::GroundTruth:
        return ImportPanel::tr("Ground truth");
    case Kind::Labels:
        return ImportPanel::tr("My labels");
    case Kind::WeakLabels:
        return ImportPanel::tr("Weak labels");
    case Kind::TrainingSplit:
        return ImportPanel::tr("Training split");
    case Kind::TestSplit:
        return ImportPanel::tr("Test split");
    case Kind::Features:
        return ImportPanel::tr("Features");
    case Kind::Proposals:
        return ImportPanel::tr("Raw proposals");
    case Kind::PseudoLabels:
        return ImportPanel::tr("Pseudo-labels");
    case Kind::Predictions:
        return ImportPanel::tr("Predictions");
    case Kind::Nothing:
        break;
    }
    return ImportPanel::tr("Not understood");
}

ImportPanel::ImportPanel(const common::Theme &theme, QString project,
                         std::vector<std::string> classes, QWidget *parent)
    : QWidget(parent)
    , m_theme(&theme)
    , m_project(std::move(project))
    , m_classes(std::move(classes))
{
    build();
    m_retry.setSingleShot(true);
    m_retry.setInterval(kRetryMs);
    connect(&m_retry, &QTimer::timeout, this, &ImportPanel::rehearse);
    connect(&m_task, &common::BackgroundTask::progressed, this,
            [this](const QString &what, qint64 done, qint64 total) {
                m_progress->setRange(0, static_cast<int>(total));
                m_progress->setValue(static_cast<int>(done));
                m_progress->setFormat(stageText(what) + QStringLiteral(" %v / %m"));
            });
    connect(&m_task, &common::BackgroundTask::runningChanged, this, [this](bool isRunning) {
        m_progress->setVisible(isRunning);
        m_stop->setVisible(isRunning);
        m_progress->setRange(0, 0);
        m_progress->setFormat({});
        emit changed();
    });
}

void ImportPanel::build()
{
    setAcceptDrops(true);
    auto *addFiles = new QPushButton(tr("Add &files…"));
    auto *addFolder = new QPushButton(tr("Add f&older…"));
    connect(addFiles, &QPushButton::clicked, this, &ImportPanel::chooseFiles);
    connect(addFolder, &QPushButton::clicked, this, &ImportPanel::chooseFolder);
    m_hint = new QLabel(tr("Videos, annotations, features, proposals or predictions; or drop them "
                           "here."));
    m_hint->setProperty("tone", QStringLiteral("hint"));
    auto *top = new QHBoxLayout;
    top->addWidget(addFiles);
    top->addWidget(addFolder);
    top->addWidget(m_hint, 1);

    m_tree = new QTreeWidget;
    m_tree->setAccessibleName(tr("What would be imported"));
    m_tree->setHeaderLabels({tr("Source"), tr("Import as"), tr("Found"), tr("Result")});
    m_tree->header()->setStretchLastSection(true);
    m_tree->setRootIsDecorated(true);
    m_tree->setMinimumHeight(200);
    m_tree->setColumnWidth(kSource, 210);
    m_tree->setColumnWidth(kWhat, 170);
    m_tree->setColumnWidth(kFound, 250);
    connect(m_tree, &QTreeWidget::itemChanged, this, &ImportPanel::takeTick);

    m_unknown = new QComboBox;
    m_unknown->setAccessibleName(tr("Videos and classes that the project does not know"));
    m_unknown->addItem(tr("Stop and say which"), static_cast<int>(Unknown::Refuse));
    m_unknown->addItem(tr("Leave them out"), static_cast<int>(Unknown::LeaveOut));
    m_unknown->addItem(tr("Add them"), static_cast<int>(Unknown::Add));
    connect(m_unknown, &QComboBox::activated, this, &ImportPanel::retry);
    auto *unknownRow = new QHBoxLayout;
    auto *unknownLabel = new QLabel(tr("&Videos and classes that the project does not know:"));
    unknownLabel->setBuddy(m_unknown);
    unknownRow->addWidget(unknownLabel);
    unknownRow->addWidget(m_unknown);
    unknownRow->addStretch(1);

    m_progress = new QProgressBar;
    m_progress->hide();
    m_stop = new QPushButton(tr("Stop"));
    m_stop->hide();
    connect(m_stop, &QPushButton::clicked, this, [this] { m_task.cancel(); });
    auto *bottom = new QHBoxLayout;
    bottom->addWidget(m_progress, 1);
    bottom->addWidget(m_stop);

    m_featureOptions = makeFeatureOptions();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(top);
    layout->addWidget(m_tree, 1);
    layout->addWidget(m_featureOptions);
    layout->addLayout(unknownRow);
    layout->addLayout(bottom);
}

QWidget *ImportPanel::makeFeatureOptions()
{
    auto *options = new QWidget;
    m_setName = new QLineEdit;
    m_setName->setAccessibleName(tr("Name of the feature set"));
    m_setName->setMaximumWidth(140);
    const auto makeBox = [](const QString &name, int most) {
        auto *box = new QSpinBox;
        box->setRange(1, most);
        box->setValue(16);
        box->setAccessibleName(name);
        return box;
    };
    m_stride = makeBox(tr("Frames from one snippet to the next"), 10'000);
    m_window = makeBox(tr("Frames that a snippet sees"), 10'000);
    m_rate = new QDoubleSpinBox;
    m_rate->setRange(0, 1000);
    m_rate->setValue(25);
    m_rate->setSpecialValueText(tr("the video's own"));
    m_rate->setAccessibleName(tr("Frames a second that the extractor saw"));
    m_layoutBox = new QComboBox;
    m_layoutBox->setAccessibleName(tr("Order of the axes in the files"));
    m_layoutBox->addItem(tr("snippets × values"), false);
    m_layoutBox->addItem(tr("values × snippets"), true);
    auto *row = new QHBoxLayout(options);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    const std::pair<QString, QWidget *> fields[] = {{tr("Features:"), m_setName},
                                                    {tr("stride"), m_stride},
                                                    {tr("window"), m_window},
                                                    {tr("frames/s"), m_rate},
                                                    {tr("files hold"), m_layoutBox}};
    for (const auto &[text, field] : fields) {
        row->addWidget(new QLabel(text));
        row->addWidget(field);
        row->addSpacing(6);
    }
    row->addStretch(1);
    connect(m_setName, &QLineEdit::editingFinished, this, &ImportPanel::takeFeatureOptions);
    connect(m_stride, &QSpinBox::valueChanged, this, &ImportPanel::takeFeatureOptions);
    connect(m_window, &QSpinBox::valueChanged, this, &ImportPanel::takeFeatureOptions);
    connect(m_rate, &QDoubleSpinBox::valueChanged, this, &ImportPanel::takeFeatureOptions);
    connect(m_layoutBox, &QComboBox::activated, this, &ImportPanel::takeFeatureOptions);
    options->hide();
    return options;
}

void ImportPanel::chooseFiles()
{
    addPaths(QFileDialog::getOpenFileNames(
        this, tr("Files to import"), {},
        tr("Everything that can be imported (*.mp4 *.mkv *.avi *.mov *.webm *.m4v *.mpg *.mpeg "
           "*.ts "
           "*.ogv *.wmv *.flv *.3gp *.json *.csv *.txt *.npy);;All files (*)")));
}

void ImportPanel::chooseFolder()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder to import"));
    if (!folder.isEmpty()) {
        addPaths({folder});
    }
}

void ImportPanel::addPaths(const QStringList &paths)
{
    for (const QString &path : paths) {
        if (!m_paths.contains(path)) {
            m_paths.append(path);
        }
    }
    if (!paths.isEmpty()) {
        recognise();
    }
}

void ImportPanel::recognise()
{
    m_retry.stop();
    std::vector<std::filesystem::path> paths;
    for (const QString &path : m_paths) {
        paths.push_back(common::toPath(path));
    }
    m_task.start([this, paths, classes = m_classes](const auto &progress, const auto &cancel) {
        auto found = core::intake::recognise(paths, classes, progress, cancel);
        return [this, items = std::make_shared<decltype(found)>(std::move(found))] {
            m_failure = *items ? QString() : common::errorText((*items).error());
            m_items = *items ? std::move(**items) : std::vector<Item>();
            m_tried = {};
            fill();
            rehearse();
        };
    });
}

void ImportPanel::retry()
{
    m_retry.start();
    emit changed();
}

void ImportPanel::rehearse()
{
    if (m_items.empty()) {
        emit changed();
        return;
    }
    m_task.start([this, items = m_items, project = common::toPath(m_project),
                  policy = unknown()](const auto &progress, const auto &cancel) {
        auto tried = core::intake::rehearse(project, items, policy, progress, cancel);
        return [this, result = std::make_shared<decltype(tried)>(std::move(tried))] {
            m_failure = *result ? QString() : common::errorText((*result).error());
            m_tried = *result ? std::move(**result) : core::intake::Rehearsal();
            showOutcomes();
            emit changed();
        };
    });
}

void ImportPanel::fill()
{
    m_isFilling = true;
    m_tree->clear();
    const auto features = std::find_if(m_items.begin(), m_items.end(), [](const Item &item) {
        return item.kind == Kind::Features;
    });
    m_featureOptions->setVisible(features != m_items.end());
    if (features != m_items.end()) {
        const auto &set = std::get<core::edit::FeatureImport>(features->content).set;
        m_setName->setText(toQString(set.name));
    }
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        fillItem(*new QTreeWidgetItem(m_tree), i);
    }
    m_isFilling = false;
}

void ImportPanel::fillItem(QTreeWidgetItem &row, std::size_t index)
{
    const Item &item = m_items[index];
    const bool canChoose = item.kind != Kind::Nothing && item.isChosen;
    row.setFlags(Qt::ItemIsEnabled | (canChoose ? Qt::ItemIsUserCheckable : Qt::NoItemFlags));
    row.setCheckState(kSource, item.isChosen ? Qt::Checked : Qt::Unchecked);
    const QString path = common::pathText(item.path);
    row.setText(kSource, QFileInfo(path).fileName());
    row.setToolTip(kSource, path);
    row.setText(kFound, foundText(item));
    if (item.choices.size() > 1) {
        QComboBox *box = makeKindBox(index);
        m_tree->setItemWidget(&row, kWhat, box);
        box->ensurePolished();
        row.setSizeHint(kWhat, {0, box->sizeHint().height() + 2}); // else it covers the next row
    } else {
        row.setText(kWhat, kindTitle(item.kind));
    }
}

QComboBox *ImportPanel::makeKindBox(std::size_t index)
{
    auto *box = new QComboBox;
    box->setAccessibleName(tr("Import as"));
    for (const Kind kind : m_items[index].choices) {
        box->addItem(kindTitle(kind), static_cast<int>(kind));
    }
    connect(box, &QComboBox::activated, this, [this, index, box] {
        m_items[index].kind = static_cast<Kind>(box->currentData().toInt());
        retry();
    });
    return box;
}

// Results, warnings and the problems of single files, below each row.
void ImportPanel::showOutcomes()
{
    m_isFilling = true;
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        QTreeWidgetItem &row = *m_tree->topLevelItem(static_cast<int>(i));
        qDeleteAll(row.takeChildren());
        const Outcome outcome = i < m_tried.outcomes.size() ? m_tried.outcomes[i] : Outcome();
        QString result;
        if (outcome.error) {
            result = tr("cannot be imported");
            addNote(row, common::errorText(*outcome.error), m_theme->err);
        } else if (outcome.isImported) {
            result = outcome.report.newVideos > 0 ? tr("%n new video(s)", nullptr,
                                                       static_cast<int>(outcome.report.newVideos))
                                                  : tr("ready");
        } else {
            result = m_items[i].kind == Kind::Nothing ? tr("left out") : QString();
        }
        row.setText(kResult, result);
        row.setForeground(kResult, outcome.error ? m_theme->err : m_theme->text2);
        for (const std::string &warning : m_items[i].warnings) {
            addNote(row, common::coreText(warning), m_theme->warn);
        }
        for (const std::string &warning : outcome.report.warnings) {
            addNote(row, common::coreText(warning), m_theme->warn);
        }
        for (const core::base::Error &problem : m_items[i].problems) {
            addNote(row, common::errorText(problem), m_theme->err);
        }
        row.setExpanded(row.childCount() > 0);
    }
    m_isFilling = false;
}

void ImportPanel::takeFeatureOptions()
{
    for (Item &item : m_items) {
        if (auto *features = std::get_if<core::edit::FeatureImport>(&item.content)) {
            features->set.name = common::toUtf8(m_setName->text().trimmed());
            features->set.grid.strideFrames = m_stride->value();
            features->set.grid.windowFrames = m_window->value();
            features->set.grid.sampleFps = m_rate->value();
            features->set.isTransposed = m_layoutBox->currentData().toBool();
        }
    }
    if (!m_isFilling) {
        retry();
    }
}

void ImportPanel::takeTick(QTreeWidgetItem *row)
{
    const int index = m_tree->indexOfTopLevelItem(row);
    if (m_isFilling || index < 0) {
        return;
    }
    Item &item = m_items[static_cast<std::size_t>(index)];
    const bool isChosen = row->checkState(kSource) == Qt::Checked;
    if (item.isChosen != isChosen) {
        item.isChosen = isChosen;
        retry();
    }
}

Unknown ImportPanel::unknown() const
{
    return static_cast<Unknown>(m_unknown->currentData().toInt());
}

QString ImportPanel::obstacle() const
{
    if (m_paths.isEmpty()) {
        return tr("Nothing was added yet.");
    }
    if (isBusy()) {
        return tr("The files are being looked through.");
    }
    if (!m_failure.isEmpty()) {
        return m_failure;
    }
    if (chosenCount() == 0) {
        return tr("Nothing of this can be imported.");
    }
    const bool hasError = std::any_of(m_tried.outcomes.begin(), m_tried.outcomes.end(),
                                      [](const Outcome &outcome) { return outcome.error; });
    return hasError ? tr("Untick what cannot be imported, or import it as something else.")
                    : QString();
}

int ImportPanel::chosenCount() const
{
    return static_cast<int>(std::count_if(m_items.begin(), m_items.end(),
                                          [](const Item &item) { return item.isChosen; }));
}

int ImportPanel::leftOutCount() const
{
    std::size_t count = 0;
    for (const Item &item : m_items) {
        count += item.problems.size();
    }
    return static_cast<int>(count);
}

void ImportPanel::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls()) {
        event->acceptProposedAction();
    }
}

void ImportPanel::dropEvent(QDropEvent *event)
{
    QStringList paths;
    for (const QUrl &url : event->mimeData()->urls()) {
        if (url.isLocalFile()) {
            paths << url.toLocalFile();
        }
    }
    event->acceptProposedAction();
    addPaths(paths);
}

} // namespace ui::dialogs
