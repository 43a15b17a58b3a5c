#include <csignal>
#include <fstream>

#include <sys/resource.h>

#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include "core/base/file.h"
#include "core/ml/runtime/checkpoint.h"
#include "core/ml/runtime/determinism.h"
#include "core/ml/runtime/device.h"
#include "core/ml/runtime/pickle.h"
#include "core/ml/runtime/tensor_io.h"
#include "core/ml/runtime/torch_errors.h"
#include "core/ml/self_test.h"
#include "core/ml/torch.h"
#include "core/ml/train/save_clock.h"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#include <caffe2/serialize/inline_container.h>
#pragma GCC diagnostic pop

using namespace core;
using namespace core::ml;

namespace {

std::filesystem::path storedFile(const char *name)
{
    return std::filesystem::path(TALOSCOPE_TEST_FILES) / "checkpoint" / name;
}

std::filesystem::path inside(const QTemporaryDir &folder, const char *name)
{
    return std::filesystem::path(folder.path().toStdString()) / name;
}

NamedTensors someTensors()
{
    const torch::Tensor weight = torch::arange(6, torch::kFloat32).reshape({2, 3}) / 4;
    return {{"b.weight", weight},
            {"a.transposed", weight.t()},
            {"counts", torch::tensor({std::int64_t{1}, std::int64_t{-5}})},
            {"half", torch::tensor({0.5, 2.0}, torch::kFloat16)},
            {"flags", torch::tensor({true, false})},
            {"scalar", torch::tensor(2.5, torch::kFloat64)},
            {"empty", torch::zeros({0, 4})}};
}

const torch::Tensor &tensorOf(const NamedTensors &all, const std::string &name)
{
    for (const auto &entry : all) {
        if (entry.first == name) {
            return entry.second;
        }
    }
    throw std::runtime_error("no tensor " + name);
}

} // namespace

class TestRuntime : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void checkpointComesBack();
    void checkpointBytesRepeat();
    void pythonReadsCheckpoint();
    void readsStateDictOfPython();
    void readsBundleOfPython();
    void refusesBadFiles_data();
    void refusesBadFiles();
    void survivesEveryCutAndFlip();
    void refusesRecordsOfHalfAValue();
    void survivesHostilePickles();
    void refusesWeightsThatDoNotFit();
    void reportsFullDiskAndMissingFolder();
    void choosesDevice();
    void seedsAreStreams();
    void turnsExceptionsIntoErrors();
    void gathersRows();
    void testsItself();
    void resumePointsComeBySteps();
};

void TestRuntime::checkpointComesBack()
{
    const QTemporaryDir folder;
    const auto path = inside(folder, "c.pt");
    const NamedTensors saved = someTensors();
    QVERIFY(saveTensors(path, saved));
    const auto loaded = loadTensors(path);
    QVERIFY2(loaded, loaded ? "" : loaded.error().sentence().c_str());
    QCOMPARE(loaded->size(), saved.size());
    for (std::size_t i = 0; i < saved.size(); ++i) {
        QCOMPARE((*loaded)[i].first, saved[i].first);
        QCOMPARE((*loaded)[i].second.scalar_type(), saved[i].second.scalar_type());
        QVERIFY(torch::equal((*loaded)[i].second, saved[i].second));
    }
}

void TestRuntime::checkpointBytesRepeat()
{
    const QTemporaryDir folder;
    QVERIFY(saveTensors(inside(folder, "one.pt"), someTensors()));
    QVERIFY(saveTensors(inside(folder, "two.pt"), someTensors()));
    QCOMPARE(*base::readFile(inside(folder, "one.pt")), *base::readFile(inside(folder, "two.pt")));
}

void TestRuntime::pythonReadsCheckpoint()
{
    const QString python = qEnvironmentVariable("TALOSCOPE_PYTHON", QStringLiteral("python3"));
    QProcess probe;
    probe.start(python, {QStringLiteral("-c"), QStringLiteral("import torch")});
    if (!probe.waitForFinished(60000) || probe.exitCode() != 0) {
        QSKIP("no Python that imports torch (TALOSCOPE_PYTHON names one)");
    }
    const QTemporaryDir folder;
    const auto path = inside(folder, "c.pt");
    QVERIFY(saveTensors(path, someTensors()));
    const char *script = R"(
import sys, torch
d = torch.load(sys.argv[1], weights_only=True)
assert type(d) is dict, type(d)
assert list(d) == ['b.weight', 'a.transposed', 'counts', 'half', 'flags', 'scalar', 'empty'], list(d)
w = torch.arange(6, dtype=torch.float32).reshape(2, 3) / 4
assert torch.equal(d['b.weight'], w) and d['b.weight'].dtype == torch.float32
assert torch.equal(d['a.transposed'], w.t())
assert d['counts'].tolist() == [1, -5] and d['counts'].dtype == torch.int64
assert d['half'].tolist() == [0.5, 2.0] and d['half'].dtype == torch.float16
assert d['flags'].tolist() == [True, False]
assert d['scalar'].item() == 2.5 and d['scalar'].dtype == torch.float64 and d['scalar'].dim() == 0
assert d['empty'].shape == (0, 4)
m = torch.nn.Module()
m.load_state_dict({}, strict=True)
)";
    QProcess process;
    process.start(python, {QStringLiteral("-c"), QString::fromUtf8(script),
                           QString::fromStdString(path.string())});
    QVERIFY(process.waitForFinished(60000));
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
}

void TestRuntime::readsStateDictOfPython()
{
    const auto loaded = loadTensors(storedFile("state_dict.pt"));
    QVERIFY2(loaded, loaded ? "" : loaded.error().sentence().c_str());
    QCOMPARE(loaded->size(), std::size_t(9));
    QCOMPARE(loaded->front().first, std::string("f_embed.0.weight"));
    const torch::Tensor weight = torch::arange(12, torch::kFloat32).reshape({3, 4}) / 8 - 0.5;
    QVERIFY(torch::equal(tensorOf(*loaded, "f_embed.0.weight"), weight));
    QVERIFY(torch::equal(tensorOf(*loaded, "transposed"), weight.t()));
    QVERIFY(tensorOf(*loaded, "transposed").is_contiguous());
    QVERIFY(torch::equal(tensorOf(*loaded, "slice"), weight.slice(0, 1).select(1, 2)));
    QVERIFY(torch::equal(tensorOf(*loaded, "f_embed.0.bias"),
                         torch::tensor({0.25, -1.5, 3.0}, torch::kFloat64)));
    QCOMPARE(integersOf(tensorOf(*loaded, "counts")),
             (std::vector<std::int64_t>{1, -2, std::int64_t{1} << 40}));
    QCOMPARE(tensorOf(*loaded, "half").scalar_type(), torch::kFloat16);
    QVERIFY(torch::equal(tensorOf(*loaded, "flags"), torch::tensor({true, false, true})));
    QCOMPARE(tensorOf(*loaded, "scalar").item<float>(), 4.5F);
    QCOMPARE(tensorOf(*loaded, "empty").sizes(), (at::IntArrayRef{0, 5}));
}

void TestRuntime::readsBundleOfPython()
{
    const auto averaged = loadTensors(storedFile("bundle.pt"));
    const auto trained = loadTensors(storedFile("bundle.pt"), WeightSet::Trained);
    QVERIFY(averaged && trained);
    // Linear weight and bias; BatchNorm weight, bias, running mean, variance, count.
    QCOMPARE(trained->size(), std::size_t(7));
    QVERIFY(torch::equal(tensorOf(*averaged, "0.weight"), tensorOf(*trained, "0.weight") + 1));
    QVERIFY(torch::equal(tensorOf(*averaged, "1.num_batches_tracked"), torch::tensor(2)));
}

void TestRuntime::refusesBadFiles_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("{\"not\": \"a checkpoint\"}");
    QTest::newRow("zip magic only") << QByteArray("PK\x03\x04zzzzzzzzzzzzzzzzzzzzzzzzzzzzz", 33);
    QFile file(QString::fromStdString(storedFile("state_dict.pt").string()));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QTest::newRow("truncated") << file.readAll().left(2000);
}

void TestRuntime::refusesBadFiles()
{
    QFETCH(const QByteArray, content);
    const QTemporaryDir folder;
    const auto path = inside(folder, "bad.pt");
    QVERIFY(base::writeFileAtomically(path, content.toStdString()));
    const auto loaded = loadTensors(path);
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code, base::ErrorCode::BadFormat);
    QCOMPARE(loaded.error().file, path.string());
    QVERIFY(!loadTensors(inside(folder, "absent.pt")));
    QCOMPARE(loadTensors(inside(folder, "absent.pt")).error().code, base::ErrorCode::NotFound);
    QCOMPARE(loadTensors(inside(folder, ".")).error().code, base::ErrorCode::NotFound);
}

void TestRuntime::survivesEveryCutAndFlip()
{
    const std::string good = *base::readFile(storedFile("bundle.pt"));
    const QTemporaryDir folder;
    const auto path = inside(folder, "damaged.pt");
    for (std::size_t at = 0; at < good.size(); at += 7) {
        std::string flipped = good;
        flipped[at] = static_cast<char>(flipped[at] ^ 0x41);
        for (const std::string &content : {flipped, good.substr(0, at)}) {
            std::ofstream(path, std::ios::binary) << content;
            const auto loaded = loadTensors(path); // an error or tensors, never a crash
            QVERIFY(loaded || loaded.error().code != base::ErrorCode::Internal);
        }
    }
}

// A record whose bytes are no whole number of values would be read past the end of its tensor.
void TestRuntime::refusesRecordsOfHalfAValue()
{
    const QTemporaryDir folder;
    const auto path = inside(folder, "half.pt");
    QVERIFY(saveTensors(path, {{"w", torch::zeros({12}, torch::kUInt8)}}));
    QByteArray content = QByteArray::fromStdString(*base::readFile(path));
    content.replace("ByteStorage", "LongStorage"); // 12 bytes: one value and a half
    content.replace(QByteArray("\x8a\x08\x0c", 3), QByteArray("\x8a\x08\x01", 3));
    QVERIFY(base::writeFileAtomically(path, content.toStdString()));
    const auto loaded = loadTensors(path);
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code, base::ErrorCode::BadFormat);
    QVERIFY(loaded.error().sentence().find("12 bytes") != std::string::npos);
}

// What nests a million deep or holds itself must not use up the stack.
void TestRuntime::survivesHostilePickles()
{
    const std::string begin("\x80\x02", 2);
    QVERIFY(readPickle(begin + 'N' + std::string(1000000, '\x85') + '.'));

    // {"w": a parameter whose tensor is itself}
    const std::string itself = begin + '}' + '(' + std::string("X\1\0\0\0w", 6) +
                               "ctorch._utils\n_rebuild_parameter\n" + std::string("]q\0", 3) +
                               "Rq\1" + std::string("h\0", 2) + "h\1a0" + "u.";
    const QTemporaryDir folder;
    const auto path = inside(folder, "itself.pt");
    caffe2::serialize::PyTorchStreamWriter archive(path.string());
    archive.writeRecord("data.pkl", itself.data(), itself.size());
    archive.writeEndOfFile();
    const auto loaded = loadTensors(path);
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code, base::ErrorCode::BadFormat);
    QCOMPARE(loaded.error().place, std::string("'w'"));
}

void TestRuntime::refusesWeightsThatDoNotFit()
{
    torch::nn::Linear network(3, 2);
    const NamedTensors state = stateOf(*network);
    QCOMPARE(state[0].first, std::string("weight"));
    const torch::Tensor before = state[0].second.detach().clone();

    const auto failed = assignTensors(
        "w.pt", {{"weight", torch::zeros({2, 4})}, {"extra", torch::zeros({1})}}, state);
    QVERIFY(!failed);
    QCOMPARE(failed.error().code, base::ErrorCode::BadValue);
    const std::string sentence = failed.error().sentence();
    for (const char *part :
         {"w.pt", "missing: bias", "unexpected: extra", "weight is [2, 4] instead of [2, 3]"}) {
        QVERIFY2(sentence.find(part) != std::string::npos, sentence.c_str());
    }
    QVERIFY(torch::equal(network->weight.detach(), before));

    QVERIFY(assignTensors("w.pt", {{"weight", torch::ones({2, 3})}, {"bias", torch::ones({2})}},
                          state));
    QVERIFY(torch::equal(network->weight.detach(), torch::ones({2, 3})));
}

void TestRuntime::reportsFullDiskAndMissingFolder()
{
    const QTemporaryDir folder;
    const auto missing = saveTensors(inside(folder, "no/such/folder/c.pt"), someTensors());
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, base::ErrorCode::Io);
    const auto path = inside(folder, "c.pt");
    QVERIFY(saveTensors(path, someTensors()));

    // A limit on file sizes fails a write in the middle, as a full disk does.
    rlimit limit{};
    QCOMPARE(getrlimit(RLIMIT_FSIZE, &limit), 0);
    const rlimit small{.rlim_cur = 4096, .rlim_max = limit.rlim_max};
    std::signal(SIGXFSZ, SIG_IGN);
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
    const auto full = saveTensors(path, {{"large", torch::zeros({100000})}});
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &limit), 0);
    QVERIFY(!full);
    QCOMPARE(full.error().code, base::ErrorCode::Io);
    QCOMPARE(full.error().file, path.string());

    const auto odd = saveTensors(path, {{"complex", torch::zeros({1}, torch::kComplexFloat)}});
    QVERIFY(!odd);
    QCOMPARE(odd.error().file, path.string());
    QVERIFY(loadTensors(path));
    QCOMPARE(std::distance(std::filesystem::directory_iterator(inside(folder, "")), {}), 1);
}

void TestRuntime::choosesDevice()
{
    const auto cpu = chooseDevice(model::DeviceChoice::Cpu);
    QVERIFY(cpu);
    QCOMPARE(cpu->device.name(), std::string("cpu"));

    const RuntimeInfo info = probeRuntime();
    QVERIFY(!info.devices.empty());
    QVERIFY(info.devices.front().memoryBytes > 0);
    QVERIFY(info.threads > 0);
    const auto automatic = chooseDevice(model::DeviceChoice::Auto);
    const auto cuda = chooseDevice(model::DeviceChoice::Cuda);
    QVERIFY(automatic);
    if (info.cudaProblem.empty()) {
        QVERIFY(cuda && cuda->device.isCuda && automatic->device.isCuda);
    } else {
        QVERIFY(!automatic->device.isCuda);
        QVERIFY(automatic->note.find(info.cudaProblem) != std::string::npos);
        QVERIFY(!cuda);
        QCOMPARE(cuda.error().code, base::ErrorCode::Unsupported);
        QVERIFY(cuda.error().sentence().find(info.cudaProblem) != std::string::npos);
    }
    QVERIFY(peakMemory(automatic->device).hostBytes > (1 << 20));
}

void TestRuntime::seedsAreStreams()
{
    prepareDeterminism(1);
    const auto draw = [](std::uint64_t seed, std::uint64_t stream) {
        seedTorch(seed, stream);
        return torch::rand({8});
    };
    const torch::Tensor first = draw(5, 1);
    QVERIFY(!torch::equal(first, draw(5, 2)));
    QVERIFY(!torch::equal(first, draw(6, 1)));
    torch::rand({100});
    QVERIFY(torch::equal(first, draw(5, 1)));
}

void TestRuntime::turnsExceptionsIntoErrors()
{
    const auto mismatch = catchTorch("step 3", []() -> base::Result<void> {
        torch::zeros({2, 3}).matmul(torch::zeros({2, 3}));
        return {};
    });
    QVERIFY(!mismatch);
    QCOMPARE(mismatch.error().code, base::ErrorCode::Internal);
    QCOMPARE(mismatch.error().place, std::string("step 3"));
    const auto memory = catchTorch("step 4", []() -> base::Result<void> {
        torch::empty({std::int64_t{1} << 50});
        return {};
    });
    QVERIFY(!memory);
    QCOMPARE(memory.error().code, base::ErrorCode::OutOfMemory);
}

void TestRuntime::gathersRows()
{
    const model::FeatureMatrix matrix{.snippets = 3, .dim = 2, .values = {1, 2, 3, 4, 5, 6}};
    QVERIFY(torch::equal(viewOf(matrix), torch::tensor({{1.F, 2.F}, {3.F, 4.F}, {5.F, 6.F}})));
    const std::vector<std::int64_t> indices = {2, 0, 2};
    QVERIFY(torch::equal(gatherRows(matrix, indices),
                         torch::tensor({{5.F, 6.F}, {1.F, 2.F}, {5.F, 6.F}})));
    torch::Tensor batch = torch::zeros({2, 3, 2});
    gatherRows(matrix, indices, batch[1]);
    QCOMPARE(floatsOf(batch), (std::vector<float>{0, 0, 0, 0, 0, 0, 5, 6, 1, 2, 5, 6}));
}

void TestRuntime::testsItself()
{
    class Messages : public JobReporter
    {
    public:
        void progress(std::string_view, std::int64_t, std::int64_t) override {}
        void metric(std::string_view, std::int64_t, double) override {}
        void artifact(std::string_view, const std::filesystem::path &) override {}
        void message(ReportLevel, std::string_view text) override { texts.emplace_back(text); }
        std::vector<std::string> texts;
    };
    Messages onCpu;
    const auto passed = runSelfTest({}, onCpu);
    QVERIFY2(passed, passed ? "" : passed.error().sentence().c_str());
    QVERIFY(onCpu.texts.size() > 10);
    for (const std::string &text : onCpu.texts) {
        QVERIFY2(text.starts_with("ok: "), text.c_str());
    }
    // A card that is not there fails every operation, and the test says so instead of ending.
    Messages onNothing;
    const auto failed = runSelfTest({.isCuda = true, .index = 77}, onNothing);
    QVERIFY(!failed);
    QCOMPARE(onNothing.texts.size(), onCpu.texts.size());
}

void TestRuntime::resumePointsComeBySteps()
{
    const SaveClock bySteps(3, std::chrono::hours(1));
    QVERIFY(!bySteps.isDue(2) && bySteps.isDue(3) && !bySteps.isDue(4) && bySteps.isDue(6));

    SaveClock byTime(1000, std::chrono::milliseconds(50));
    QTRY_VERIFY(byTime.isDue(1));
    byTime.noteSaved();
    const SaveClock slow(1000, std::chrono::hours(1));
    QVERIFY(!slow.isDue(1));
}

QTEST_APPLESS_MAIN(TestRuntime)
#include "tst_runtime.moc"
