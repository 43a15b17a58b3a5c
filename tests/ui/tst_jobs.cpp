#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QToolButton>
#include <QTranslator>
#include <QtTest>

#include "core/data/run_config.h"
#include "core/data/run_config_schema.h"
#include "core/edit/project_session.h"
#include "core/edit/run_results.h"

#include "ui/common/core_texts.h"
#include "ui/common/settings.h"
#include "ui/common/theme.h"
#include "ui/jobs/job_card.h"
#include "ui/jobs/job_panel.h"
#include "ui/jobs/job_queue.h"
#include "ui/jobs/job_texts.h"
#include "ui/jobs/metric_plot.h"
#include "ui/jobs/recipe_texts.h"
#include "ui/jobs/run_comparison.h"
#include "ui/jobs/run_curves.h"
#include "ui/jobs/run_dialog.h"
#include "ui/jobs/runs_panel.h"
#include "ui/jobs/setting_texts.h"
#include "ui/jobs/settings_form.h"
#include "ui/main_window.h"
#include "ui/models/project_model.h"
#include "ui/window_jobs.h"
#include "ui/workspace.h"

#include "tests/support/sleeper.h"
#include "tests/ui/tiny_project.h"

using namespace ui;
using core::model::RunStatus;
using jobs::Job;
using jobs::JobState;

namespace {

const QByteArray kGreets = R"(say {"type":"hello","protocol":1,"version":"x","devices":)"
                           R"([{"name":"cpu","description":"slow","memory_bytes":1073741824}]})"
                           "\nexpect run\n";
const QByteArray kStarts = kGreets + R"(say {"type":"accepted","id":"$ID"})"
                                     "\n";
const QByteArray kProgress =
    R"(say {"type":"progress","id":"$ID","phase":"generator","done":30,"total":40,"remaining_s":70})"
    "\n"
    R"(say {"type":"metric","id":"$ID","step":1,"name":"generator.loss.total","value":0.75})"
    "\n"
    R"(say {"type":"metric","id":"$ID","step":30,"name":"generator.loss.total","value":0.5})"
    "\n"
    R"(say {"type":"heartbeat","cpu_percent":150,"memory_bytes":536870912})"
    "\n";
const QByteArray kStops = "expect cancel\n"
                          R"(say {"type":"finished","id":"$ID","status":"cancelled"})"
                          "\n";

} // namespace

// Dialog and panel in the real window, against a worker that does what a script says.
class TestJobs : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void startsARunFromTheDialog();
    void tellsProgressInShort();
    void searchesAndResetsSettings();
    void tellsSettingsAndRecipesInChinese();
    void choosesFeatures();
    void showsProgressAndCancels();
    void showsTheEndOfALongLog();
    void tellsWhatBecameOfTheWorker_data();
    void tellsWhatBecameOfTheWorker();
    void killsAWorkerThatDoesNotStop();
    void queuesRuns();
    void trainsTwoRunsAtOnce();
    void startsAWaitingRunBesideAnother();
    void tellsTheWholeRunsTimeAndTheCard();
    void asksBeforeTheWindowCloses();
    void leavesARunAndFindsItAgain();
    void putsBackWhatWaited();
    void findsWhatEndedUnseen();
    void leavesTheProcessOfAnotherProgramAlone();

private:
    void openWindow();
    void setPatience(std::chrono::milliseconds silence);
    void setScript(const QByteArray &script);
    jobs::RunDialog *openDialog();
    // Starts a run of the generator alone with what the dialog offers.
    void startRun();
    const Job *job() { return m_window->jobs().panel().subject(); }
    JobState state() { return job() == nullptr ? JobState::Waiting : job()->state; }
    core::model::Run newestRun();
    template <typename T>
    static T *child(QWidget *parent, const char *name)
    {
        return parent->findChild<T *>(QString::fromLatin1(name));
    }

    QTemporaryDir m_folder;
    QString m_template;
    QString m_project;
    std::unique_ptr<common::Settings> m_settings;
    std::unique_ptr<MainWindow> m_window;
};

void TestJobs::initTestCase()
{
    m_template = tests::makeTinyProject(m_folder.path());
}

void TestJobs::init()
{
    m_project = m_folder.filePath(QStringLiteral("case.talo"));
    QDir(m_project + QStringLiteral(".runs")).removeRecursively();
    QFile::remove(m_project);
    QVERIFY(QFile::copy(m_template, m_project));
    QFile::remove(m_folder.filePath(QStringLiteral("s.ini")));
    m_settings = std::make_unique<common::Settings>(m_folder.filePath(QStringLiteral("s.ini")));
    openWindow();
}

void TestJobs::cleanup()
{
    m_window.reset();
}

void TestJobs::openWindow()
{
    m_window = std::make_unique<MainWindow>(*m_settings);
    m_window->resize(1400, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QVERIFY(m_window->openProject(m_project));
    setPatience(std::chrono::hours(1));
}

void TestJobs::setPatience(std::chrono::milliseconds silence)
{
    m_window->jobs().queue().setLimits({.greeting = std::chrono::hours(1),
                                        .silence = silence,
                                        .cancel = std::chrono::hours(1),
                                        .terminate = std::chrono::hours(1)});
}

void TestJobs::setScript(const QByteArray &script)
{
    const QString path = m_folder.filePath(QStringLiteral("script"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(script);
    m_settings->setWorkerCommand(QStringLiteral("\"%1\" \"%2\"").arg(FAKE_WORKER, path));
}

void TestJobs::choosesFeatures()
{
    auto choices = jobs::runChoices(m_window->workspace().project()->session()).value();
    const core::job::WorkerSetup &worker = m_window->jobs().queue().worker();
    QCOMPARE(choices.featureSets.size(), std::size_t{1});
    {
        const jobs::RunDialog one(choices, worker, common::darkTheme());
        QVERIFY(one.findChild<QComboBox *>(QStringLiteral("features")) == nullptr);
        QVERIFY(one.problem().isEmpty());
        QCOMPARE(one.requests()[0].input.generatorFeatures, std::string());
    }
    choices.featureSets = {"i3d", "descriptor"};
    {
        jobs::RunDialog two(choices, worker, common::darkTheme());
        QCOMPARE(two.requests()[0].input.generatorFeatures, std::string("descriptor"));
        QCOMPARE(two.requests()[0].input.studentFeatures, std::string());
        child<QComboBox>(&two, "features")->setCurrentIndex(1);
        child<QComboBox>(&two, "studentFeatures")->setCurrentIndex(1);
        QCOMPARE(two.requests()[0].input.generatorFeatures, std::string("i3d"));
        QCOMPARE(two.requests()[0].input.studentFeatures, std::string("descriptor"));
    }
    choices.featureSets.clear();
    jobs::RunDialog none(choices, worker, common::darkTheme());
    QVERIFY(none.problem().contains(QStringLiteral("Compute features")));
    QVERIFY(!child<QPushButton>(&none, "start")->isEnabled());
}

jobs::RunDialog *TestJobs::openDialog()
{
    m_window->activateWindow(); // a dialog may have been there before
    [[maybe_unused]] const bool isActive = QTest::qWaitForWindowActive(m_window.get());
    QTest::keyClick(m_window.get(), Qt::Key_R, Qt::ControlModifier);
    return m_window->findChild<jobs::RunDialog *>();
}

void TestJobs::startRun()
{
    jobs::RunDialog *dialog = openDialog();
    QVERIFY(dialog != nullptr);
    QTest::mouseClick(child<QAbstractButton>(dialog, "stage:filter"), Qt::LeftButton);
    QTest::mouseClick(child<QAbstractButton>(dialog, "stage:student"), Qt::LeftButton);
    QTest::mouseClick(child<QPushButton>(dialog, "start"), Qt::LeftButton);
    QTRY_VERIFY(m_window->jobs().queue().isBusy());
}

core::model::Run TestJobs::newestRun()
{
    const auto runs = m_window->workspace().project()->session().runs().runs();
    return runs && !runs->empty() ? runs->back() : core::model::Run();
}

void TestJobs::startsARunFromTheDialog()
{
    setScript(kStarts + kStops);
    jobs::RunDialog *dialog = openDialog();
    QVERIFY(dialog != nullptr);
    auto *start = child<QPushButton>(dialog, "start");
    QVERIFY(start->isEnabled());
    // Without stages there is nothing to start, and the dialog says so.
    for (const char *stage : {"stage:generator", "stage:filter", "stage:student"}) {
        QTest::mouseClick(child<QAbstractButton>(dialog, stage), Qt::LeftButton);
    }
    QVERIFY(!start->isEnabled());
    QVERIFY(!dialog->problem().isEmpty());
    QTest::mouseClick(child<QAbstractButton>(dialog, "stage:student"), Qt::LeftButton);
    QVERIFY(!start->isEnabled()); // the project has no pseudo-labels
    QTest::mouseClick(child<QAbstractButton>(dialog, "stage:student"), Qt::LeftButton);
    QTest::mouseClick(child<QAbstractButton>(dialog, "stage:generator"), Qt::LeftButton);
    QVERIFY(start->isEnabled());

    auto *seed = child<QLineEdit>(dialog, "seed");
    seed->selectAll();
    QTest::keyClicks(seed, QStringLiteral("x"));
    QVERIFY(!start->isEnabled());
    seed->selectAll();
    QTest::keyClicks(seed, QStringLiteral("77"));
    // The device that the worker names can be chosen.
    auto *device = child<QComboBox>(dialog, "device");
    QTRY_VERIFY(device->currentText().contains(QStringLiteral("slow")) ||
                device->itemText(1).contains(QStringLiteral("slow")));
    device->setCurrentIndex(device->findData(QStringLiteral("cpu")));
    QTest::keyClicks(dialog->settings().searchField(), QStringLiteral("fustal.steps"));
    auto *steps = child<QLineEdit>(dialog, "setting:fustal.steps");
    QVERIFY(steps != nullptr);
    steps->selectAll();
    QTest::keyClicks(steps, QStringLiteral("0"));
    QVERIFY(!start->isEnabled());
    QVERIFY(dialog->problem().contains(QStringLiteral("fustal.steps")));
    steps->selectAll();
    QTest::keyClicks(steps, QStringLiteral("123"));
    QVERIFY(start->isEnabled());
    QTest::mouseClick(start, Qt::LeftButton);

    QTRY_COMPARE(state(), JobState::Running);
    const core::model::Run run = newestRun();
    QCOMPARE(run.status, RunStatus::Running);
    QCOMPARE(run.seed, std::uint64_t{77});
    QCOMPARE(run.device, std::string("cpu"));
    QVERIFY(QString::fromStdString(run.configJson).contains(QStringLiteral("steps = 123")));
    QTest::mouseClick(child<QPushButton>(&m_window->jobs().panel(), "cancel"), Qt::LeftButton);
    QTRY_COMPARE(state(), JobState::Cancelled);
    QCOMPARE(newestRun().status, RunStatus::Cancelled);
}

// In the corner of the window there is room for one time: the run's, or else the stage's.
void TestJobs::tellsProgressInShort()
{
    Job job;
    job.state = JobState::Running;
    job.done = 58;
    job.total = 400;
    QCOMPARE(shortProgress(job), QStringLiteral("14 %"));
    job.remainingS = 75.0;
    QCOMPARE(shortProgress(job), QStringLiteral("14 % · 1 min 15 s left"));
    job.runRemainingS = 245.0;
    QCOMPARE(shortProgress(job), QStringLiteral("14 % · 4 min 5 s left"));
}

void TestJobs::searchesAndResetsSettings()
{
    setScript(kGreets);
    jobs::RunDialog *dialog = openDialog();
    QVERIFY(dialog != nullptr);
    jobs::SettingsForm &form = dialog->settings();
    // By what the documentation says, not only by name.
    QTest::keyClicks(form.searchField(), QStringLiteral("IoU density"));
    auto *density = child<QLineEdit>(dialog, "setting:filter.min_density");
    QVERIFY(density != nullptr);
    density->selectAll();
    QTest::keyClicks(density, QStringLiteral("0.35"));
    QCOMPARE(form.changes().size(), std::size_t{1});
    QCOMPARE(form.config().filter.minDensity, 0.35);
    form.searchField()->clear(); // a changed one stays in sight
    QVERIFY(child<QLineEdit>(dialog, "setting:filter.min_density") != nullptr);
    QTest::mouseClick(child<QToolButton>(dialog, "reset:filter.min_density"), Qt::LeftButton);
    QCOMPARE(form.changes().size(), std::size_t{0});
    QVERIFY(form.config().filter.minDensity != 0.35);
    QTest::keyClick(dialog, Qt::Key_Escape);
    QTRY_VERIFY(m_window->findChild<jobs::RunDialog *>() == nullptr);
    QVERIFY(m_window->jobs().queue().jobs().empty());
}

void TestJobs::tellsSettingsAndRecipesInChinese()
{
    QTranslator chinese;
    QVERIFY(chinese.load(QStringLiteral(":/translations/taloscope_zh_CN.qm")));
    QVERIFY(QCoreApplication::installTranslator(&chinese));
    const QRegularExpression character(QStringLiteral("\\p{Han}"));
    for (const core::data::ConfigKey &key : core::data::configKeys()) {
        const QString meaning = jobs::settingMeaning(key.doc);
        QVERIFY2(meaning.contains(character), qPrintable(meaning));
        QVERIFY2(key.unit.empty() || jobs::settingUnit(key.unit).contains(character),
                 std::string(key.unit).c_str());
    }
    // Where the specification defines it stays behind the translation.
    QCOMPARE(jobs::settingMeaning("Training steps ([1-2] §3.5)."),
             QStringLiteral("训练步数（[1-2] §3.5）。"));
    const QDir recipes(QString::fromStdString(core::data::recipeFolder().string()));
    const QStringList files = recipes.entryList({QStringLiteral("*.toml")}, QDir::Files);
    QVERIFY(!files.isEmpty());
    for (const QString &file : files) {
        const QString text = jobs::recipeText(recipes.filePath(file));
        QVERIFY2(text.contains(character), qPrintable(file + QStringLiteral(": ") + text));
    }
    // What the worker's log says, and what lineage does not know.
    for (const char *sentence :
         {"resuming after step 40", "filter: kept 512 of 4086 proposals",
          "computing on the CPU, as configured", "generator: 12.5 s, peak memory 1.25 GiB",
          "no filter judged the proposal", "the curve cannot be read: is empty"}) {
        QVERIFY2(common::coreText(sentence).contains(character), sentence);
    }
    QCoreApplication::removeTranslator(&chinese);
    QVERIFY(jobs::recipeText(recipes.filePath(QStringLiteral("fustal-demo.toml")))
                .endsWith(QStringLiteral("CPU cores."))); // the whole sentence, no more
}

void TestJobs::showsProgressAndCancels()
{
    setScript(kStarts + kProgress + kStops);
    startRun();
    QTRY_COMPARE(state(), JobState::Running);
    QTRY_COMPARE(job()->done, qint64{30});
    QTRY_COMPARE(job()->memoryBytes.value_or(0), qint64{536870912});
    QCOMPARE(job()->metrics.size(), std::size_t{1});
    QCOMPARE(job()->metrics[0].points.size(), 2);
    QTRY_VERIFY(child<QLabel>(&m_window->jobs().panel(), "protocolOfCurves")
                    ->text()
                    .contains(QStringLiteral("ActivityNet mAP@[.1:.1:.7]")));
    QToolButton *chip = m_window->jobs().chip();
    QVERIFY(chip->isVisible());
    QTRY_VERIFY2(chip->text().contains(QStringLiteral("75 %")), qPrintable(chip->text()));
    auto *cancel = child<QPushButton>(&m_window->jobs().panel(), "cancel");
    QTRY_VERIFY(cancel->isVisible());
    QTest::mouseClick(cancel, Qt::LeftButton);
    QCOMPARE(state(), JobState::Cancelling); // said at once
    QTRY_COMPARE(state(), JobState::Cancelled);
    QVERIFY(!chip->isVisible());
    QVERIFY(child<QPushButton>(&m_window->jobs().panel(), "resume")->isVisible());
    QVERIFY(jobs::stagesText(*job()).contains(QStringLiteral("stopped")));
    QVERIFY(!jobs::stagesText(*job()).contains(QStringLiteral("running")));
}

void TestJobs::showsTheEndOfALongLog()
{
    const auto say = [](const QByteArray &text) {
        return R"({"type":"log","id":"$ID","level":"info","text":")" + text + "\"}\n";
    };
    setScript(kStarts + "repeat 3000 " + say("again") + "say " + say("the end") + kStops);
    startRun();
    auto *log = m_window->jobs().panel().findChild<QPlainTextEdit *>();
    QTRY_COMPARE(job()->loggedLines, qint64{3001});
    QVERIFY(log->toPlainText().isEmpty()); // nobody looks
    QTest::mouseClick(child<QToolButton>(&m_window->jobs().panel(), "showLog"), Qt::LeftButton);
    QVERIFY(log->isVisible());
    QTRY_VERIFY(log->toPlainText().endsWith(QStringLiteral("again\nthe end")));
    QCOMPARE(log->blockCount(), jobs::kMostLogLines);
    QTest::mouseClick(child<QPushButton>(&m_window->jobs().panel(), "cancel"), Qt::LeftButton);
    QTRY_COMPARE(state(), JobState::Cancelled);
}

void TestJobs::tellsWhatBecameOfTheWorker_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<int>("expected");
    QTest::addColumn<QString>("words");
    const int interrupted = static_cast<int>(JobState::Interrupted);
    const int failed = static_cast<int>(JobState::Failed);
    QTest::newRow("dies at the start") << QByteArray("exit 1\n") << interrupted << "exit code 1";
    QTest::newRow("dies after its greeting") << kGreets + "raise 9\n" << interrupted << "signal 9";
    QTest::newRow("dies when it begins") << kStarts + "raise 11\n" << interrupted << "signal 11";
    QTest::newRow("dies while it trains") << kStarts + kProgress + "raise 9\n"
                                          << interrupted << "signal 9";
    QTest::newRow("writes garbage") << kStarts + "repeat 30 garbage\nhang\n"
                                    << interrupted << "no messages";
    QTest::newRow("falls silent") << kStarts + "hang\n" << interrupted << "silent";
    QTest::newRow("speaks another protocol") << QByteArray(R"(say {"type":"hello","protocol":9})"
                                                           "\nhang\n")
                                             << failed << "protocol 9";
    QTest::newRow("fails") << kStarts +
                                  R"(say {"type":"finished","id":"$ID","status":"failed","error":)"
                                  R"({"code":"out-of-memory","problem":"memory ran out"}})"
                                  "\n"
                           << failed << "memory ran out";
}

void TestJobs::tellsWhatBecameOfTheWorker()
{
    QFETCH(QByteArray, script);
    QFETCH(int, expected);
    QFETCH(QString, words);
    setScript(script);
    if (words == QLatin1String("silent")) {
        setPatience(std::chrono::milliseconds(1500));
    }
    // An edit of a person, made before; it must stay whatever the worker does.
    models::ProjectModel *project = m_window->workspace().project();
    const auto edit =
        project->apply({core::edit::AddSegment{.videoId = project->document().videos().front().id,
                                               .classId = project->document().classes().front().id,
                                               .range = {1'000'000, 2'000'000}}});
    QVERIFY(edit);
    startRun();
    QTRY_COMPARE_WITH_TIMEOUT(static_cast<int>(state()), expected, 20000);
    auto *problem = m_window->jobs().panel().findChild<QLabel *>(QStringLiteral("problem"));
    QVERIFY2(problem->text().contains(words), qPrintable(problem->text()));
    QVERIFY(problem->isVisible());
    QVERIFY2(m_window->statusText().endsWith(jobs::stateText(*job())),
             qPrintable(m_window->statusText())); // also where another panel is in front
    QCOMPARE(newestRun().status, expected == static_cast<int>(JobState::Failed)
                                     ? RunStatus::Failed
                                     : RunStatus::Interrupted);
    QVERIFY(project->document().segment(edit->segment));
    QVERIFY(project->undo()->has_value()); // and can still be taken back
    QVERIFY(!m_window->jobs().queue().isBusy());
}

void TestJobs::killsAWorkerThatDoesNotStop()
{
    setScript("ignore-term\n" + kStarts + "hang\n");
    startRun();
    QTRY_COMPARE(state(), JobState::Running);
    auto *cancel = child<QPushButton>(&m_window->jobs().panel(), "cancel");
    QTest::mouseClick(cancel, Qt::LeftButton);
    QCOMPARE(state(), JobState::Cancelling);
    QVERIFY(!cancel->isEnabled());
    QTRY_VERIFY_WITH_TIMEOUT(cancel->isEnabled(), 10000); // after three seconds: "Kill now"
    QTest::mouseClick(cancel, Qt::LeftButton);
    QTRY_COMPARE(state(), JobState::Cancelled);
    QCOMPARE(newestRun().status, RunStatus::Cancelled);
}

void TestJobs::queuesRuns()
{
    setScript(kStarts + kStops);
    jobs::RunDialog *dialog = openDialog();
    QVERIFY(dialog != nullptr);
    auto *repeats = child<QSpinBox>(dialog, "repeats");
    repeats->setFocus();
    QTest::keyClick(repeats, Qt::Key_Up);
    QTest::keyClick(repeats, Qt::Key_Up);
    QTest::mouseClick(child<QPushButton>(dialog, "start"), Qt::LeftButton);
    const jobs::JobQueue &queue = m_window->jobs().queue();
    QCOMPARE(queue.jobs().size(), std::size_t{3});
    QCOMPARE(queue.waitingCount(), 2);
    QTRY_COMPARE(state(), JobState::Running);
    // The last one is taken out by its button; when the first is stopped, the second begins.
    const auto removes = [this] {
        QList<QPushButton *> visible;
        for (auto *button : m_window->jobs().panel().findChildren<QPushButton *>("remove")) {
            if (button->isVisible()) {
                visible.append(button);
            }
        }
        return visible;
    };
    QTRY_COMPARE(removes().size(), 2);
    QTest::mouseClick(removes().last(), Qt::LeftButton);
    QCOMPARE(queue.waitingCount(), 1);
    const int first = queue.current()->id;
    QTest::mouseClick(child<QPushButton>(&m_window->jobs().panel(), "cancel"), Qt::LeftButton);
    QTRY_VERIFY(queue.current() != nullptr && queue.current()->id != first);
    QTRY_COMPARE(state(), JobState::Running);
    m_window->jobs().queue().stop();
    QTRY_VERIFY(!queue.isBusy());
    QCOMPARE(m_window->workspace().project()->session().runs().runs()->size(), std::size_t{2});
}

void TestJobs::trainsTwoRunsAtOnce()
{
    // The comparison reads what the workers wrote down.
    const QByteArray written =
        R"(event {"type":"metric","id":"$ID","step":1,"name":"student.loss","value":0.75,)"
        R"("at":"t","from":"worker"})"
        "\n"
        R"(event {"type":"metric","id":"$ID","step":2,"name":"student.loss","value":0.5,)"
        R"("at":"t","from":"worker"})"
        "\n";
    setScript(kStarts + written + kProgress + kStops);
    m_settings->setRunsAtOnce(2);
    m_window->jobs().takeSettings();
    jobs::RunDialog *dialog = openDialog();
    QVERIFY(dialog != nullptr);
    auto *repeats = child<QSpinBox>(dialog, "repeats");
    QTest::keyClick(repeats, Qt::Key_Up);
    QTest::keyClick(repeats, Qt::Key_Up);
    QTest::mouseClick(child<QPushButton>(dialog, "start"), Qt::LeftButton);
    jobs::JobQueue &queue = m_window->jobs().queue();
    jobs::JobPanel &panel = m_window->jobs().panel();
    QCOMPARE(queue.running().size(), std::size_t{2});
    QCOMPARE(queue.waitingCount(), 1);
    QCOMPARE(panel.cards().size(), std::size_t{2});
    // Each tells of its own run: name, progress, curve.
    const auto isTraining = [&](std::size_t i) {
        const Job *item = queue.running()[i];
        return item->done == 30 && item->metrics.size() == 1 && !item->runName.isEmpty();
    };
    QTRY_VERIFY(isTraining(0) && isTraining(1));
    const QString first = queue.running()[0]->runName;
    const QString second = queue.running()[1]->runName;
    QVERIFY(first != second);
    QTRY_COMPARE(panel.cards()[1]->findChild<jobs::MetricPlot *>()->lines().size(), std::size_t{1});
    QVERIFY(m_window->jobs().chip()->text().contains(QLatin1Char('2')));

    // The curves of both over each other, though neither has figures yet.
    m_window->jobs().runs().refresh();
    m_window->jobs().runs().table().selectAll();
    QTest::mouseClick(child<QToolButton>(&m_window->jobs().runs(), "compare"), Qt::LeftButton);
    auto *comparison = m_window->findChild<jobs::RunComparison *>();
    QVERIFY(comparison != nullptr);
    QTRY_COMPARE(comparison->curves().loss().lines().size(), std::size_t{2});
    QCOMPARE(comparison->curves().loss().lines()[0].points.size(), 2);
    comparison->close();

    // Stopping one leaves the other alone, and the third begins.
    QTest::mouseClick(child<QPushButton>(panel.cards()[1], "cancel"), Qt::LeftButton);
    QTRY_COMPARE(queue.waitingCount(), 0);
    QCOMPARE(queue.running().size(), std::size_t{2});
    QCOMPARE(queue.running()[0]->runName, first);
    QCOMPARE(queue.running()[0]->state, JobState::Running);
    QTRY_VERIFY(isTraining(1));
    queue.stop();
    QTRY_VERIFY(!queue.isBusy());
    const auto runs = m_window->workspace().project()->session().runs().runs();
    QCOMPARE(runs->size(), std::size_t{3});
    for (const core::model::Run &run : *runs) {
        QCOMPARE(run.status, RunStatus::Cancelled);
    }
}

void TestJobs::startsAWaitingRunBesideAnother()
{
    setScript(kStarts + kStops);
    jobs::RunDialog *dialog = openDialog();
    QVERIFY(dialog != nullptr);
    QTest::keyClick(child<QSpinBox>(dialog, "repeats"), Qt::Key_Up);
    QTest::mouseClick(child<QPushButton>(dialog, "start"), Qt::LeftButton);
    jobs::JobQueue &queue = m_window->jobs().queue();
    QCOMPARE(queue.running().size(), std::size_t{1}); // one at a time, unless asked otherwise
    QTRY_COMPARE(state(), JobState::Running);         // from now on the list of rows stays
    const auto shown = [this] {
        for (auto *button : m_window->jobs().panel().findChildren<QPushButton *>("startNow")) {
            if (button->isVisible()) {
                return button;
            }
        }
        return static_cast<QPushButton *>(nullptr);
    };
    QTRY_VERIFY(shown() != nullptr);
    QTest::mouseClick(shown(), Qt::LeftButton);
    QCOMPARE(queue.running().size(), std::size_t{2});
    QCOMPARE(queue.waitingCount(), 0);
    queue.stop();
    QTRY_VERIFY(!queue.isBusy());
}

void TestJobs::tellsTheWholeRunsTimeAndTheCard()
{
    const QByteArray beat = R"(say {"type":"heartbeat","memory_bytes":536870912,)"
                            R"("gpu_memory_bytes":3221225472})"
                            "\n";
    // Nothing was measured before: what is left is known of the stage alone.
    setScript(kStarts + kProgress + beat + kStops);
    startRun();
    QLabel *remaining = child<QLabel>(&m_window->jobs().panel(), "remaining");
    QTRY_VERIFY2(remaining->text().contains(QStringLiteral("1 min 10 s")) &&
                     remaining->text().contains(QStringLiteral("stage")),
                 qPrintable(remaining->text()));
    QLabel *load = child<QLabel>(&m_window->jobs().panel(), "load");
    QTRY_VERIFY2(load->text().contains(QStringLiteral("GPU 3.00 GiB")), qPrintable(load->text()));
    m_window->jobs().queue().stop();
    QTRY_VERIFY(!m_window->jobs().queue().isBusy());
    // The proposals' phase is the last of a run of the generator.
    setScript(kStarts +
              R"(say {"type":"progress","id":"$ID","phase":"proposals","done":3,"total":4,)"
              R"("remaining_s":5})"
              "\n" +
              kStops);
    startRun();
    remaining = nullptr;
    QTRY_VERIFY((remaining = child<QLabel>(&m_window->jobs().panel(), "remaining")) != nullptr &&
                remaining->text() == QStringLiteral("5 s left"));
    m_window->jobs().queue().stop();
    QTRY_VERIFY(!m_window->jobs().queue().isBusy());
}

void TestJobs::asksBeforeTheWindowCloses()
{
    setScript(kStarts + kStops);
    startRun();
    QTRY_COMPARE(state(), JobState::Running);
    QVERIFY(!m_window->close());
    auto *question = child<QMessageBox>(m_window.get(), "leaveQuestion");
    QVERIFY(question != nullptr);
    const QList<QAbstractButton *> buttons = question->buttons();
    QCOMPARE(buttons.size(), 3);
    QTest::keyClick(question, Qt::Key_Escape); // stay
    QTRY_VERIFY(child<QMessageBox>(m_window.get(), "leaveQuestion") == nullptr);
    QVERIFY(m_window->isVisible());
    QCOMPARE(state(), JobState::Running);

    QVERIFY(!m_window->close());
    question = child<QMessageBox>(m_window.get(), "leaveQuestion");
    for (QAbstractButton *button : question->buttons()) {
        if (question->buttonRole(button) == QMessageBox::DestructiveRole) {
            QTest::mouseClick(button, Qt::LeftButton);
            break;
        }
    }
    QTRY_VERIFY(!m_window->isVisible());
    QCOMPARE(newestRun().status, RunStatus::Cancelled);
}

void TestJobs::leavesARunAndFindsItAgain()
{
    const QByteArray accepted = R"({"type":"accepted","id":"$ID","at":"t","from":"worker"})";
    setScript(
        "ignore-term\n" + kStarts + "event " + accepted + // its parent's end is no reason
        "\nexpect detach\n"
        R"(say {"type":"detached","id":"$ID"})"
        "\nsleep 3000\n"
        R"(event {"type":"progress","id":"$ID","phase":"generator","done":9,"total":10,)"
        R"("remaining_s":1,"at":"t","from":"worker"})"
        "\nsleep 500\n"
        R"(event {"type":"finished","id":"$ID","status":"cancelled","at":"t","from":"worker"})"
        "\n");
    startRun();
    QTRY_COMPARE(state(), JobState::Running);
    QVERIFY(!m_window->close());
    QTest::keyClick(child<QMessageBox>(m_window.get(), "leaveQuestion"), Qt::Key_Return);
    QTRY_VERIFY(!m_window->isVisible());
    QCOMPARE(newestRun().status, RunStatus::Running);
    m_window.reset();
    openWindow();
    QVERIFY(m_window->jobs().queue().isBusy());
    QCOMPARE(QString::fromStdString(newestRun().name), job()->runName);
    QTRY_COMPARE_WITH_TIMEOUT(job()->done, qint64{9}, 15000);
    QTRY_COMPARE_WITH_TIMEOUT(state(), JobState::Cancelled, 15000);
    QCOMPARE(newestRun().status, RunStatus::Cancelled);
}

void TestJobs::putsBackWhatWaited()
{
    setScript(kStarts + kStops);
    jobs::RunDialog *dialog = openDialog();
    QVERIFY(dialog != nullptr);
    auto *repeats = child<QSpinBox>(dialog, "repeats");
    QTest::keyClick(repeats, Qt::Key_Up);
    QTest::keyClick(repeats, Qt::Key_Up);
    const std::uint64_t seed = child<QLineEdit>(dialog, "seed")->text().toULongLong();
    QTest::mouseClick(child<QPushButton>(dialog, "start"), Qt::LeftButton);
    QTRY_COMPARE(state(), JobState::Running);
    QVERIFY(!m_window->close());
    auto *question = child<QMessageBox>(m_window.get(), "leaveQuestion");
    for (QAbstractButton *button : question->buttons()) {
        if (question->buttonRole(button) == QMessageBox::DestructiveRole) {
            QTest::mouseClick(button, Qt::LeftButton);
            break;
        }
    }
    QTRY_VERIFY(!m_window->isVisible());
    m_window.reset();
    openWindow();
    // Nothing trains before somebody asks for it.
    const jobs::JobQueue &queue = m_window->jobs().queue();
    QCOMPARE(queue.waitingCount(), 2);
    QVERIFY(!queue.isBusy());
    m_window->workspace().panels().show(&m_window->jobs().panel());
    auto *start = child<QPushButton>(&m_window->jobs().panel(), "startWaiting");
    QTRY_VERIFY(start->isVisible());
    QTest::mouseClick(start, Qt::LeftButton);
    QTRY_COMPARE(state(), JobState::Running);
    QCOMPARE(newestRun().seed, seed + 1);
    QCOMPARE(queue.waitingCount(), 1);
    // What began no longer waits, also for a window that comes after a crash.
    const auto kept = m_window->workspace().project()->session().project().uiState("waiting_runs");
    QCOMPARE(jobs::readWaitingRuns(kept->value()).size(), std::size_t{1});
}

// The program was killed, the worker's events.jsonl tells how the run ended nevertheless.
void TestJobs::findsWhatEndedUnseen()
{
    core::edit::ProjectSession &session = m_window->workspace().project()->session();
    const auto run = core::edit::beginRun(session, {.kind = "train", .pid = 999'999'999}, {});
    QVERIFY(run);
    const QString folder =
        QString::fromStdString(session.resolve(std::nullopt, run->folder)->string());
    QVERIFY(QDir().mkpath(folder));
    QFile events(folder + QStringLiteral("/events.jsonl"));
    QVERIFY(events.open(QIODevice::WriteOnly));
    events.write(R"({"type":"accepted","id":"j","at":"t","from":"worker"})"
                 "\n"
                 R"({"type":"finished","id":"j","status":"failed","error":{"code":"media",)"
                 R"("problem":"is gone"},"at":"t","from":"worker"})"
                 "\n");
    events.close();
    m_window.reset();
    openWindow();
    QTRY_COMPARE(state(), JobState::Failed);
    QCOMPARE(newestRun().status, RunStatus::Failed);
    QVERIFY(job()->problem.contains(QStringLiteral("is gone")));
}

// The number of a worker that is gone belongs to another program by now.
void TestJobs::leavesTheProcessOfAnotherProgramAlone()
{
    const tests::Sleeper program;
    QVERIFY(core::edit::beginRun(m_window->workspace().project()->session(),
                                 {.kind = "train", .pid = program.pid()}, {}));
    m_window.reset();
    openWindow();
    QVERIFY(!m_window->jobs().queue().isBusy());
    QCOMPARE(newestRun().status, RunStatus::Interrupted);
    QVERIFY(program.isAlive());
}

QTEST_MAIN(TestJobs)
#include "tst_jobs.moc"
