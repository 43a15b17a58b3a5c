#include <csignal>

#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QTemporaryDir>
#include <QtTest>

#include "core/data/run_config.h"
#include "core/edit/project_session.h"
#include "core/edit/run_results.h"

#include "ui/common/settings.h"
#include "ui/jobs/job_panel.h"
#include "ui/jobs/job_queue.h"
#include "ui/jobs/run_comparison.h"
#include "ui/jobs/runs_panel.h"
#include "ui/main_window.h"
#include "ui/models/project_model.h"
#include "ui/window_jobs.h"
#include "ui/workspace.h"

#include "tests/e2e/tiny_training.h"
#include "tests/ui/tiny_project.h"

using namespace ui;
using core::data::TrainingStage;
using core::model::RunStatus;
using core::model::TrackRole;
using jobs::JobState;

// A real training in the window: edits, a killed worker, resuming, retraining from corrections.
class TestJobsTraining : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void editsSurviveAKilledWorkerAndTheRunResumes();
    void retrainsFromCorrections();
    void comparesAndDeletesRuns();

private:
    core::job::RunRequest tinyRequest() const;
    core::edit::ProjectSession &session() { return project().session(); }
    models::ProjectModel &project() { return *m_window->workspace().project(); }
    jobs::JobQueue &queue() { return m_window->jobs().queue(); }
    const jobs::Job *job() { return m_window->jobs().panel().subject(); }
    std::size_t trackCount(const std::string &name, TrackRole role);
    // The window has read what the last run brought, which it does on a thread of its own.
    void settle() { QTRY_VERIFY_WITH_TIMEOUT(!queue().isBusy() && !project().isReading(), 200000); }

    QTemporaryDir m_folder;
    QString m_project;
    std::unique_ptr<common::Settings> m_settings;
    std::unique_ptr<MainWindow> m_window;
};

void TestJobsTraining::initTestCase()
{
    qputenv("TALOSCOPE_WORKER", tests::programPath("taloscope-worker").toUtf8());
    m_project = tests::makeTinyProject(m_folder.path());
    m_settings = std::make_unique<common::Settings>(m_folder.filePath(QStringLiteral("s.ini")));
    m_window = std::make_unique<MainWindow>(*m_settings);
    m_window->resize(1400, 900);
    m_window->show();
    QVERIFY(m_window->openProject(m_project));
}

void TestJobsTraining::cleanupTestCase()
{
    m_window.reset();
}

core::job::RunRequest TestJobsTraining::tinyRequest() const
{
    core::job::RunRequest request;
    request.recipe = "tiny";
    request.config.seed = 3;
    request.stages = {TrainingStage::Generator, TrainingStage::Filter, TrainingStage::Student};
    const QStringList arguments = tests::tinySettings();
    for (qsizetype i = 1; i < arguments.size(); i += 2) {
        if (!core::data::setConfigValue(request.config, arguments[i].toStdString())) {
            qFatal("the tiny settings are wrong");
        }
    }
    return request;
}

std::size_t TestJobsTraining::trackCount(const std::string &name, TrackRole role)
{
    std::size_t count = 0;
    for (const core::model::Track &track : session().document().tracks()) {
        count += track.name == name && track.role == role ? 1 : 0;
    }
    return count;
}

void TestJobsTraining::editsSurviveAKilledWorkerAndTheRunResumes()
{
    core::job::RunRequest request = tinyRequest();
    // Long enough to be met at work and killed, however late a busy machine lets the window see it.
    request.config.student.pseudoLabelEpochs = 60;
    queue().add(request, QStringLiteral("test"));
    // Results of the first stage are in the lanes while the others still train.
    QTRY_VERIFY_WITH_TIMEOUT(trackCount("train-1", TrackRole::Proposal) > 0, 200000);
    QVERIFY(queue().isBusy());
    const auto edit = project().apply(
        {core::edit::AddSegment{.videoId = session().document().videos().front().id,
                                .classId = session().document().classes().front().id,
                                .range = {1'000'000, 2'000'000}}});
    QVERIFY(edit);
    QTRY_VERIFY_WITH_TIMEOUT(job()->stages[2] == jobs::StageState::Running, 200000);
    const QString pid = QStringLiteral("/proc/%1/task").arg(::getpid());
    QList<qint64> workers;
    for (const QString &thread : QDir(pid).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QByteArray children = tests::fileContent(pid + '/' + thread + "/children");
        for (const QByteArray &child : children.split(' ')) {
            if (child.trimmed().toLongLong() > 0) {
                workers.append(child.trimmed().toLongLong());
            }
        }
    }
    QCOMPARE(workers.size(), 1);
    QCOMPARE(::kill(static_cast<pid_t>(workers.first()), SIGKILL), 0);
    QTRY_COMPARE_WITH_TIMEOUT(job()->state, JobState::Interrupted, 60000);
    QCOMPARE(core::edit::findRun(session(), "train-1")->status, RunStatus::Interrupted);
    QVERIFY(session().document().segment(edit->segment));
    QVERIFY(job()->problem.contains(QStringLiteral("signal 9")));

    const std::vector<jobs::MetricSeries> before = job()->metrics;
    QVERIFY(before.size() > 1);
    auto *resume = m_window->jobs().panel().findChild<QPushButton *>(QStringLiteral("resume"));
    QVERIFY(resume->isVisible());
    QTest::mouseClick(resume, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(job()->state, JobState::Finished, 200000);
    QCOMPARE(core::edit::findRun(session(), "train-1")->status, RunStatus::Finished);
    // Its curves begin where they began before, those of stages that are over among them.
    for (std::size_t i = 0; i < before.size(); ++i) {
        QCOMPARE(job()->metrics.at(i).name, before[i].name);
        QCOMPARE(job()->metrics.at(i).points.first().x(), before[i].points.first().x());
    }
    const std::size_t videos = session().document().videos().size();
    settle();
    for (const TrackRole role : {TrackRole::Proposal, TrackRole::Prediction}) {
        QCOMPARE(trackCount("train-1", role), videos); // each once, though taken twice
    }
    QVERIFY(trackCount("train-1", TrackRole::PseudoLabel) > 0);
    QVERIFY(session().document().segment(edit->segment));
    QVERIFY(job()->memoryBytes.value_or(0) > 0);
    QVERIFY(project().undo()->has_value());
    tests::Program check("talo", {"check", m_project});
    check.finishWithin(60);
    QCOMPARE(check.exitCode(), 0);
}

// The student learns from the labels as they are now: a snapshot is taken and pinned by the run.
void TestJobsTraining::retrainsFromCorrections()
{
    const core::model::Video video = session().document().videos().front();
    const std::int64_t actionClass = session().document().classes().front().id;
    QVERIFY(project().apply({core::edit::AddSegment{
        .videoId = video.id, .classId = actionClass, .range = {3'000'000, 6'000'000}}}));
    QVERIFY(project().apply({core::edit::SetVideoState{video.id, core::model::VideoState::Done}}));
    core::job::RunRequest request = tinyRequest();
    request.stages = {TrainingStage::Student};
    request.input.labelSet = core::edit::kCurrentLabels;
    queue().add(request, QStringLiteral("my labels"));
    QTRY_COMPARE_WITH_TIMEOUT(job()->state, JobState::Finished, 200000);
    const core::model::Run run = core::edit::findRun(session(), "train-2").value();
    const auto inputs = session().runs().inputs(run.id).value();
    const auto set = session().labelSets().labelSets()->back();
    QVERIFY(std::any_of(inputs.begin(), inputs.end(), [&](const auto &input) {
        return input.entityUuid == set.uuid && input.contentHash == set.contentHash;
    }));
    const QByteArray manifest = tests::fileContent(
        QString::fromStdString(session().folder().string()) + "/tiny.talo.runs/train-2/job.json");
    QVERIFY(manifest.contains("\"done\": true") || manifest.contains("\"done\":true"));
    settle();
    QVERIFY(trackCount("train-2", TrackRole::Prediction) > 0);
}

void TestJobsTraining::comparesAndDeletesRuns()
{
    jobs::RunsPanel &runs = m_window->jobs().runs();
    QCOMPARE(runs.model().rowCount(), 2);
    QVERIFY(runs.model().row(0)->averageMap().has_value());
    // The newest run's student comes first, unless a person wants another one.
    const auto firstStudent = [this] {
        const auto content = project().content(session().document().videos().front().id).value();
        for (const auto &lane : content.lanes) {
            if (lane.role == TrackRole::Prediction) {
                return lane.subtitle;
            }
        }
        return QString();
    };
    QCOMPARE(firstStudent(), QStringLiteral("train-2"));
    project().setLaneRuns({QStringLiteral("train-1")});
    QCOMPARE(firstStudent(), QStringLiteral("train-1"));

    const auto compared = jobs::compareRuns(m_project.toStdString(), "train-1", "train-2");
    QVERIFY2(compared, compared ? "" : compared.error().sentence().c_str());
    QCOMPARE(compared->classes.size(), std::size_t{3});
    QVERIFY(std::abs(compared->secondMap - *runs.model().row(0)->averageMap()) < 0.2);
    QVERIFY(std::any_of(compared->facts.begin(), compared->facts.end(), [](const auto &fact) {
        return fact.name == QLatin1String("Labels") && fact.isChange;
    }));

    const core::model::Run second = core::edit::findRun(session(), "train-2").value();
    QVERIFY(core::edit::renameRun(session(), second, "train-1").error().code ==
            core::base::ErrorCode::Conflict);
    QVERIFY(core::edit::renameRun(session(), second, "from corrections"));
    QVERIFY(trackCount("from corrections", TrackRole::Prediction) > 0);
    QVERIFY(core::edit::deleteRun(session(),
                                  core::edit::findRun(session(), "from corrections").value()));
    QCOMPARE(trackCount("from corrections", TrackRole::Prediction), std::size_t{0});
    // A run that people's labels come from tells where they come from: it stays.
    const auto labels = session().segments().segments(TrackRole::Proposal, "train-1").value();
    QVERIFY(project().apply({core::edit::AcceptSegment{labels.front().uuid}}));
    const auto refused =
        core::edit::deleteRun(session(), core::edit::findRun(session(), "train-1").value());
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, core::base::ErrorCode::Conflict);
}

QTEST_MAIN(TestJobsTraining)
#include "tst_jobs_training.moc"
