#include <functional>
#include <map>
#include <optional>

#include <sys/wait.h>
#include <unistd.h>

#include <QtTest>

#include "core/ml/common/adam.h"
#include "core/ml/generator.h"
#include "core/ml/runtime/checkpoint.h"
#include "core/ml/runtime/determinism.h"
#include "core/ml/runtime/ranks.h"
#include "core/ml/torch.h"
#include "core/ml/train/student_trainer.h"

using namespace core;
using namespace core::ml;

namespace {

namespace fs = std::filesystem;

constexpr int kDim = 8;
constexpr int kClasses = 3;

// What a process works out: with others, or alone (null).
using Work = std::function<NamedTensors(const Ranks *)>;

// Runs `work` in `size` processes and gives what each wrote; empty where it ended in an error. A
// single one is alone. libtorch is used in the children only: its threads do not survive a fork.
std::vector<NamedTensors> runInProcesses(int size, const Work &work)
{
    const QTemporaryDir folder;
    int port[2] = {};
    if (::pipe(port) != 0) {
        return {};
    }
    const auto file = [&](int rank) {
        return fs::path(folder.filePath(QString::number(rank)).toStdString());
    };
    std::vector<pid_t> children;
    for (int rank = 0; rank < size; ++rank) {
        const pid_t pid = ::fork();
        if (pid != 0) {
            children.push_back(pid);
            continue;
        }
        prepareDeterminism(1);
        RankPlace place = {.rank = rank,
                           .size = size,
                           .localRank = rank,
                           .localSize = size,
                           .address = "127.0.0.1"};
        if (rank > 0 && ::read(port[0], &place.port, sizeof place.port) != sizeof place.port) {
            ::_exit(2);
        }
        std::unique_ptr<Ranks> ranks;
        if (size > 1) {
            auto joined = Ranks::join(place, [&](std::uint16_t at) -> base::Result<void> {
                for (int other = 1; rank == 0 && other < size; ++other) {
                    static_cast<void>(::write(port[1], &at, sizeof at));
                }
                return {};
            });
            if (!joined) {
                ::_exit(3);
            }
            ranks = std::move(*joined);
        }
        const bool isSaved = saveTensors(file(rank), work(ranks.get())).has_value();
        ::_exit(isSaved ? 0 : 4);
    }
    std::vector<NamedTensors> all;
    for (int rank = 0; rank < size; ++rank) {
        int status = 0;
        ::waitpid(children[static_cast<std::size_t>(rank)], &status, 0);
        auto made = loadTensors(file(rank));
        all.push_back(status == 0 && made ? std::move(*made) : NamedTensors{});
    }
    ::close(port[0]);
    ::close(port[1]);
    return all;
}

NamedTensors gradientsOf(const NamedTensors &parameters)
{
    NamedTensors gradients;
    for (const auto &[name, parameter] : parameters) {
        if (parameter.grad().defined()) {
            gradients.emplace_back(name, parameter.grad());
        }
    }
    return gradients;
}

// Gradients and losses of one step of a generator on five videos.
NamedTensors generatorStep(const std::string &name, std::int64_t rowsAtATime, const Ranks *ranks)
{
    model::RunConfig config;
    config.generator = name;
    config.fustal.embedDim = 12;
    config.sal.embedDim = 6;
    config.ftcl.embedDim = 12;
    config.ftcl.projectionDim = 6;
    config.ftcl.lcsLength = 6;
    seedTorch(1, 0);
    const std::unique_ptr<Generator> generator = makeGenerator(config, kDim, kClasses).value();
    const GeneratorBatch batch = {torch::rand({5, 40, kDim}),
                                  torch::eye(3).index_select(0, torch::tensor({0, 1, 0, 2, 1}))};
    seedTorch(1, 9);
    const LossTerms terms = generator->accumulate(batch, {rowsAtATime, ranks});
    if (ranks != nullptr) {
        ranks->sumGradients(generator->parameters());
    }
    NamedTensors made = gradientsOf(generator->parameters());
    made.emplace_back("total", torch::tensor({terms.front().second}));
    return made;
}

NamedTensors studentStep(const Ranks *ranks)
{
    model::StudentConfig config;
    config.maxSequence = 32;
    config.regressionRanges = {{0, 4}, {4, 8}, {8, 10000}};
    config.embedDim = 32;
    config.headDim = 32;
    config.sgpMlpDim = 32;
    StudentTrainer trainer(config, kDim, kClasses, {}, false, ranks);
    trainer.initialise(3);
    seedTorch(1, 4);
    StudentBatch batch;
    batch.features = torch::rand({3, kDim, 32});
    batch.lengths = {32, 20, 27};
    batch.weakLabels = {{0}, {1}, {0, 2}};
    const std::vector<student::Targets> targets = {
        {{3.0F, 6.5F, 0}, {12.0F, 20.0F, 0}}, {{5.0F, 9.0F, 1}}, {{1.0F, 15.0F, 2}}};
    const StepDraws draws = StepDraws::of(config, 1, 0, batch, kClasses, torch::kCPU);
    const StudentTrainer::Step step = trainer.train(batch, targets, draws, 1e-3, {}).value();
    NamedTensors made = gradientsOf(trainer.network()->state());
    made.emplace_back("numbers",
                      torch::tensor({step.cls, step.reg, step.mil, step.total, step.gradientNorm}));
    return made;
}

// The largest difference, in parts of the largest value of the tensor.
double difference(const NamedTensors &a, const NamedTensors &b)
{
    if (a.empty() || a.size() != b.size()) {
        return 1e9;
    }
    double worst = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double scale = std::max(1e-12, b[i].second.abs().max().item<double>());
        worst = std::max(worst, (a[i].second - b[i].second).abs().max().item<double>() / scale);
    }
    return worst;
}

base::Result<std::optional<RankPlace>> placeIn(const std::map<std::string, const char *> &variables)
{
    return rankPlaceOf([&](const char *name) {
        const auto found = variables.find(name);
        return found == variables.end() ? nullptr : found->second;
    });
}

} // namespace

// Several processes that train together.
class TestRanks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheLaunchersVariables();
    void refusesWhatItCannotRead_data();
    void refusesWhatItCannotRead();
    void generatorsTakeTheSameStep_data();
    void generatorsTakeTheSameStep();
    void theStudentTakesTheSameStep_data();
    void theStudentTakesTheSameStep();
    void theLeadersWordReachesAll();
    void aLostProcessEndsTheWait();
};

void TestRanks::readsTheLaunchersVariables()
{
    QVERIFY(!placeIn({}).value());
    QVERIFY(!placeIn({{"RANK", "0"}, {"WORLD_SIZE", "1"}}).value());
    const RankPlace torchrun = {.rank = 3,
                                .size = 4,
                                .localRank = 1,
                                .localSize = 2,
                                .address = "node7",
                                .port = 4321,
                                .isStoreGiven = true};
    QVERIFY(placeIn({{"RANK", "3"},
                     {"WORLD_SIZE", "4"},
                     {"LOCAL_RANK", "1"},
                     {"LOCAL_WORLD_SIZE", "2"},
                     {"MASTER_ADDR", "node7"},
                     {"MASTER_PORT", "4321"},
                     {"TORCHELASTIC_USE_AGENT_STORE", "True"}})
                .value() == torchrun);
    const RankPlace mpi = {.rank = 1,
                           .size = 2,
                           .localRank = 1,
                           .localSize = 2,
                           .address = "127.0.0.1",
                           .port = 29500};
    QVERIFY(placeIn({{"OMPI_COMM_WORLD_RANK", "1"},
                     {"OMPI_COMM_WORLD_SIZE", "2"},
                     {"OMPI_COMM_WORLD_LOCAL_RANK", "1"},
                     {"OMPI_COMM_WORLD_LOCAL_SIZE", "2"}})
                .value() == mpi);
    const auto slurm =
        placeIn({{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "2"}, {"MASTER_ADDR", "10.0.0.1"}});
    QVERIFY(slurm.value());
    QCOMPARE(slurm.value()->address, std::string("10.0.0.1"));
}

void TestRanks::refusesWhatItCannotRead_data()
{
    QTest::addColumn<QString>("rank");
    QTest::addColumn<QString>("size");
    QTest::addColumn<QString>("named");
    QTest::newRow("not a number") << "one"
                                  << "2"
                                  << "RANK";
    QTest::newRow("rank too high") << "2"
                                   << "2"
                                   << "RANK";
    QTest::newRow("negative") << "-1"
                              << "2"
                              << "RANK";
    QTest::newRow("size") << "0"
                          << "2x"
                          << "WORLD_SIZE";
    QTest::newRow("no leader") << "0"
                               << "2"
                               << "MASTER_ADDR";
}

void TestRanks::refusesWhatItCannotRead()
{
    QFETCH(QString, rank);
    QFETCH(QString, size);
    QFETCH(QString, named);
    const std::string rankText = rank.toStdString();
    const std::string sizeText = size.toStdString();
    const auto place = placeIn({{"RANK", rankText.c_str()}, {"WORLD_SIZE", sizeText.c_str()}});
    QVERIFY(!place);
    QVERIFY(QString::fromStdString(place.error().sentence()).contains(named));
}

void TestRanks::generatorsTakeTheSameStep_data()
{
    QTest::addColumn<QString>("generator");
    QTest::addColumn<int>("processes");
    QTest::addColumn<int>("rowsAtATime");
    for (const char *name : {"fustal", "sal", "ftcl"}) {
        for (const int processes : {2, 4, 6}) {
            QTest::addRow("%s, %d processes", name, processes) << name << processes << 5;
        }
        QTest::addRow("%s, 2 processes in parts", name) << name << 2 << 1;
    }
}

void TestRanks::generatorsTakeTheSameStep()
{
    QFETCH(QString, generator);
    QFETCH(int, processes);
    QFETCH(int, rowsAtATime);
    const Work work = [&](const Ranks *ranks) {
        return generatorStep(generator.toStdString(), rowsAtATime, ranks);
    };
    const auto alone = runInProcesses(1, work);
    const auto together = runInProcesses(processes, work);
    QVERIFY(alone[0].size() > 2);
    for (const NamedTensors &one : together) {
        QVERIFY2(difference(one, alone[0]) < 2e-6,
                 qPrintable(QString::number(difference(one, alone[0]))));
        QCOMPARE(difference(one, together[0]), 0.0);
    }
}

void TestRanks::theStudentTakesTheSameStep_data()
{
    QTest::addColumn<int>("processes");
    QTest::addRow("two") << 2;
    QTest::addRow("more than samples") << 4;
}

void TestRanks::theStudentTakesTheSameStep()
{
    QFETCH(int, processes);
    const auto alone = runInProcesses(1, studentStep);
    const auto together = runInProcesses(processes, studentStep);
    QVERIFY(alone[0].size() > 2);
    for (const NamedTensors &one : together) {
        QVERIFY2(difference(one, alone[0]) < 1e-5,
                 qPrintable(QString::number(difference(one, alone[0]))));
        QCOMPARE(difference(one, together[0]), 0.0);
    }
}

void TestRanks::theLeadersWordReachesAll()
{
    const auto heard = runInProcesses(3, [](const Ranks *ranks) -> NamedTensors {
        const int rank = ranks->place().rank;
        const std::int64_t word = ranks->fromLeader(rank == 0 ? 42 : 7).value();
        const bool isAny = ranks->isAny(rank == 2).value();
        const bool isNone = !ranks->isAny(false).value();
        return {{"word", torch::tensor({word, std::int64_t{isAny}, std::int64_t{isNone}})}};
    });
    for (const NamedTensors &one : heard) {
        QCOMPARE(one.size(), std::size_t{1});
        QVERIFY(one[0].second.equal(torch::tensor({42, 1, 1}, torch::kLong)));
    }
}

void TestRanks::aLostProcessEndsTheWait()
{
    const auto told = runInProcesses(2, [](const Ranks *ranks) -> NamedTensors {
        if (!ranks->isLeader()) {
            ::_exit(9);
        }
        const auto answer = ranks->isAny(false);
        const bool isTold = !answer && answer.error().problem.find("is gone") != std::string::npos;
        return {{"told", torch::full({1}, isTold ? 1 : 0)}};
    });
    QCOMPARE(told[0].size(), std::size_t{1});
    QCOMPARE(told[0][0].second.item<int>(), 1);
}

QTEST_GUILESS_MAIN(TestRanks)
#include "tst_ranks.moc"
