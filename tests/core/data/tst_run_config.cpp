#include <cmath>

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/file.h"
#include "core/base/random.h"
#include "core/data/range_list.h"
#include "core/data/run_config.h"
#include "core/data/run_config_schema.h"

#include "tests/core/data/mutation.h"

using namespace core;
using base::ErrorCode;
using model::RunConfig;

namespace {

const std::filesystem::path kResources = std::filesystem::path(TALOSCOPE_SOURCE_DIR) / "resources";

std::string text(const RunConfig &config)
{
    return data::writeRunConfig(config);
}

} // namespace

class TestRunConfig : public QObject
{
    Q_OBJECT

private slots:
    void defaultsAreInRange();
    void everyKeyIsReadAndWritten();
    void readsBackWhatItWrote();
    void readsKeys();
    void compatIsABundle();
    void refuses_data();
    void refuses();
    void manyDotsAreNoLongName();
    void namesTheFile();
    void setsSingleKeys();
    void setRefuses_data();
    void setRefuses();
    void readsRangesAsNumPyDoes();
    void readsRangesAsDecimals();
    void recipesAreSound_data();
    void recipesAreSound();
    void thumosRecipeIsComplete();
    void otherThumosRecipesAreComplete();
    void smallRecipeIsTheReference();
    void smallRecipesShareFilterAndStudent();
    void tunedRecipeChangesWhatItNames();
    void findsRecipes();
    void documentIsCurrent();
    void survivesMutatedText();
};

// A default outside its own range would make the recipe that spells it out unreadable.
void TestRunConfig::defaultsAreInRange()
{
    QCOMPARE(text(data::parseRunConfig(text({})).value()), text({}));
}

// Each key, changed alone, arrives in the file and comes back; so no row names another row's
// member.
void TestRunConfig::everyKeyIsReadAndWritten()
{
    for (const data::ConfigKey &key : data::configKeys()) {
        const std::string name(key.name);
        const std::string before = data::tomlValue(key, {});
        std::string value;
        if (const auto *choice = std::get_if<data::ChoiceAccess>(&key.access)) {
            value = "\"" + std::string(choice->names.back()) + "\"";
            if (value == before) {
                value = "\"" + std::string(choice->names.front()) + "\"";
            }
        } else if (before.starts_with("[[")) {
            value = "[[0.0, 2.0], [2.0, 8.0]]";
        } else if (before.starts_with("[")) {
            value = "[0.25, 0.75]";
        } else if (before == "true" || before == "false") {
            value = before == "true" ? "false" : "true";
        } else if (before.starts_with("\"")) {
            value = "\"other\"";
        } else if (before.find_first_of(".e") != std::string::npos) {
            value = key.least >= 1.0 ? "1.5" : before == "0.95" ? "0.96" : "0.95";
        } else {
            value = name == "student.embed_dim" || name == "ftcl.projection_dim" ? "64"
                    : before == "5"                                              ? "7"
                                                                                 : "5";
        }
        RunConfig config;
        const auto set = data::setConfigValue(config, name + "=" + value);
        QVERIFY2(set, set ? "" : set.error().sentence().c_str());
        QCOMPARE(data::tomlValue(key, config), value);
        QCOMPARE(text(data::parseRunConfig(text(config)).value()), text(config));
        for (const data::ConfigKey &other : data::configKeys()) {
            const bool mayFollow = name == "compat" && (other.name.starts_with("student.") ||
                                                        other.name == "ftcl.unguarded_cosine");
            QVERIFY2(other.name == key.name || mayFollow ||
                         data::tomlValue(other, config) == data::tomlValue(other, {}),
                     (name + " changed " + std::string(other.name)).c_str());
        }
        QVERIFY(!key.doc.empty() && key.doc.ends_with("."));
    }
}

void TestRunConfig::readsBackWhatItWrote()
{
    RunConfig config;
    config.generator = "a \"quoted\" name";
    config.seed = 9'007'199'254'740'993; // beyond a double's integers
    config.student.learningRate = 0.1 + 0.2;
    config.student.regressionRanges = {{0, 4}, {4, 10000}};
    config.proposals.casThresholds = {0.0, 0.07500000000000001};
    config.compat = model::Compat::Released;
    for (const auto comments : {data::ConfigComments::None, data::ConfigComments::Full}) {
        const RunConfig read = data::parseRunConfig(data::writeRunConfig(config, comments)).value();
        QCOMPARE(text(read), text(config));
        QCOMPARE(read.seed, config.seed);
        QCOMPARE(read.student.learningRate, config.student.learningRate);
    }
}

void TestRunConfig::readsKeys()
{
    const RunConfig config = data::parseRunConfig("seed = 5\n"
                                                  "[student]\nlearning_rate = 1\n"
                                                  "regression_ranges = [[0, 4.5], [4.5, 9]]\n"
                                                  "[proposals]\nnms = \"soft_linear\"\n"
                                                  "cas_thresholds = \"0:0.025:0.225\"\n"
                                                  "[evaluation]\ntiou = \"0.1:0.1:0.7\"\n")
                                 .value();
    QCOMPARE(config.seed, std::uint64_t{5});
    QCOMPARE(config.student.learningRate, 1.0);
    QVERIFY((config.student.regressionRanges == data::Ranges{{0, 4.5}, {4.5, 9}}));
    QVERIFY(config.proposals.nms == model::NmsMethod::SoftLinear);
    QCOMPARE(config.proposals.casThresholds.size(), std::size_t{10});
    QCOMPARE(config.evaluation.tiou, model::EvaluationConfig().tiou);
}

void TestRunConfig::compatIsABundle()
{
    const RunConfig released = data::parseRunConfig("compat = \"released\"").value();
    QVERIFY(released.student.milTopK == model::MilTopK::BatchSum);
    QVERIFY(released.student.teacherFallback == model::TeacherFallback::Sticky);
    QVERIFY(released.ftcl.unguardedCosine);
    // Keys that are given win, wherever they stand.
    const RunConfig mixed = data::parseRunConfig("student.mil_top_k = \"per_video\"\n"
                                                 "compat = \"released\"")
                                .value();
    QVERIFY(mixed.student.milTopK == model::MilTopK::PerVideo);
    QVERIFY(mixed.student.teacherFallback == model::TeacherFallback::Sticky);
    RunConfig config;
    QVERIFY(data::setConfigValue(config, "compat=released"));
    QVERIFY(config.student.milTopK == model::MilTopK::BatchSum);
    QVERIFY(data::setConfigValue(config, "compat=prescribed"));
    QVERIFY(config.student.milTopK == model::MilTopK::PerVideo);
}

void TestRunConfig::refuses_data()
{
    QTest::addColumn<QByteArray>("toml");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char *name, const char *toml, const char *sentence) {
        QTest::newRow(name) << QByteArray(toml) << sentence;
    };
    row("no TOML", "seed = \n", "r.toml: line 1: ");
    row("JSON", "{\"seed\": 1}", "r.toml: line 1: ");
    row("key twice", "seed = 1\nseed = 2", "r.toml: line 2: ");
    row("unknown key", "[student]\n\nlearningrate = 1",
        "r.toml: line 3: has the unknown key 'student.learningrate'; expected perhaps "
        "'student.learning_rate'");
    row("unknown section", "[studnet]\nlearning_rate = 1",
        "r.toml: line 1: has the unknown section 'studnet'; expected perhaps 'student'");
    row("unknown top key", "sede = 1",
        "r.toml: line 1: has the unknown key 'sede'; expected perhaps 'seed'");
    row("section as value", "student = 1", "r.toml: line 1: has the unknown key 'student'");
    row("value as section", "[seed]\na = 1", "r.toml: line 1: has the unknown section 'seed'");
    row("nested section", "[student.deep]\na = 1",
        "r.toml: line 1: has the unknown key 'student.deep'");
    row("text for number", "[student]\nlearning_rate = \"fast\"",
        "r.toml: line 2: 'student.learning_rate' is 'fast'; expected a number from 0 to 10");
    row("float for integer", "[fustal]\nsteps = 1.5",
        "r.toml: line 2: 'fustal.steps' is 1.5; expected an integer from 1 to 1000000000");
    row("number for flag", "[runtime]\namp = 1",
        "r.toml: line 2: 'runtime.amp' is 1; expected true or false");
    row("below range", "[fustal]\nbatch_size = 0",
        "r.toml: line 2: 'fustal.batch_size' is 0; expected an integer from 1 to 4096");
    row("above range", "[fustal]\nclassifier_dropout = 1.0", "r.toml: line 2: ");
    row("NaN", "[fustal]\nlearning_rate = nan", "r.toml: line 2: 'fustal.learning_rate' is NaN");
    row("infinite", "[fustal]\nlearning_rate = inf", "r.toml: line 2: ");
    row("past int64", "seed = 99999999999999999999", "r.toml: line 1: ");
    row("negative seed", "seed = -1",
        "r.toml: line 1: 'seed' is -1; expected an integer of at least 0");
    row("unknown choice", "[runtime]\ndevice = \"gpu\"",
        "r.toml: line 2: 'runtime.device' is 'gpu'; expected one of \"auto\", \"cpu\", \"cuda\"");
    row("bad list", "[evaluation]\ntiou = [0.5, \"x\"]", "r.toml: line 2: 'evaluation.tiou' is ");
    row("list out of range", "[evaluation]\ntiou = [0.5, 1.5]", "r.toml: line 2: ");
    row("bad range text", "[evaluation]\ntiou = \"0.1:0:0.7\"", "r.toml: line 2: ");
    row("empty tIoU", "[evaluation]\ntiou = []", "r.toml: 'evaluation.tiou' is empty");
    row("gap in ranges", "[student]\nregression_ranges = [[0, 4], [5, 8]]", "r.toml: line 2: ");
    row("reversed range", "[student]\nregression_ranges = [[4, 0]]", "r.toml: line 2: ");
    row("crop ratios", "[student]\ncrop_ratio_min = 1.0\ncrop_ratio_max = 0.5",
        "r.toml: 'student.crop_ratio_min' is greater");
    row("even kernel", "[student]\nembed_kernel = 4", "r.toml: a kernel of 'student' is even");
    row("odd width", "[student]\nembed_dim = 100", "r.toml: 'student.embed_dim' is no multiple");
    row("even encoder", "[sal]\nencoder_kernel = 4", "r.toml: 'sal.encoder_kernel' is even");
    row("no map", "[sal]\nmap_cas_weight = 0\nmap_flow_weight = 0\nmap_rgb_weight = 0",
        "r.toml: the weights of SAL's fused map are all 0");
    row("odd projection", "[ftcl]\nprojection_dim = 5", "r.toml: 'ftcl.projection_dim' is odd");
    row("widths", "[fustal]\ninner_width = 6", "r.toml: 'fustal.inner_width' is not less");
    // Deep enough to use up the stack, were they parsed.
    for (const char *part : {"a.", "'='.", "1.1 . ", "-1.1.", "\"#\\\"\"."}) {
        row(part,
            (QByteArray("seed = 1\n") + QByteArray(part).repeated(100'000) + "a = 1").constData(),
            "r.toml: line 2: has a name of too many parts; expected names with one dot");
    }
}

void TestRunConfig::refuses()
{
    QFETCH(QByteArray, toml);
    QFETCH(QString, sentence);
    const base::Result<RunConfig> result = data::parseRunConfig(toml.toStdString(), "r.toml");
    QVERIFY(!result);
    const std::string actual = result.error().sentence();
    QVERIFY2(actual.starts_with(sentence.toStdString()), actual.c_str());
    QCOMPARE(base::exitCode(result.error().code), 3);
    QVERIFY(!result.error().expected.empty());
}

void TestRunConfig::manyDotsAreNoLongName()
{
    const std::string dots(100, '.');
    const auto config =
        data::parseRunConfig("# " + dots + "\n[evaluation]\ntiou = [0.5" +
                             QString(", 0.25,+0.75").repeated(50).toStdString() +
                             "]\n[runtime]\ndevice = 'cpu' # " + dots.substr(0, 30));
    QVERIFY2(config, config ? "" : config.error().sentence().c_str());
    QCOMPARE(config->evaluation.tiou.size(), std::size_t{101});
}

void TestRunConfig::namesTheFile()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("r.toml").toStdString();
    QCOMPARE(data::loadRecipe(path).error().code, ErrorCode::NotFound);
    QVERIFY(base::writeFileAtomically(path, "sede = 1"));
    QCOMPARE(data::loadRecipe(path).error().file, path.string());
    QVERIFY(base::writeFileAtomically(path, ""));
    QCOMPARE(text(data::loadRecipe(path).value()), text({}));
    QVERIFY(!data::loadRecipe(folder.path().toStdString()));
}

void TestRunConfig::setsSingleKeys()
{
    RunConfig config;
    QVERIFY(data::setConfigValue(config, "student.learning_rate=3e-4"));
    QCOMPARE(config.student.learningRate, 3e-4);
    QVERIFY(data::setConfigValue(config, " min_density = 0.3 "));
    QCOMPARE(config.filter.minDensity, 0.3);
    QVERIFY(data::setConfigValue(config, "proposals.nms=none"));
    QVERIFY(config.proposals.nms == model::NmsMethod::None);
    QVERIFY(data::setConfigValue(config, "proposals.nms=\"hard\""));
    QVERIFY(config.proposals.nms == model::NmsMethod::Hard);
    QVERIFY(data::setConfigValue(config, "evaluation.tiou=0.3:0.1:0.5"));
    QCOMPARE(config.evaluation.tiou, (std::vector<double>{0.3, 0.4, 0.5}));
    QVERIFY(data::setConfigValue(config, "evaluation.tiou=[0.5]"));
    QCOMPARE(config.evaluation.tiou, std::vector<double>{0.5});
    QVERIFY(data::setConfigValue(config, "runtime.amp=true"));
    QVERIFY(config.runtime.amp);
}

void TestRunConfig::setRefuses_data()
{
    QTest::addColumn<QString>("assignment");
    QTest::addColumn<int>("exit");
    QTest::newRow("no value") << "student.learning_rate" << 2;
    QTest::newRow("unknown") << "student.learning_rat=1" << 3;
    QTest::newRow("ambiguous") << "learning_rate=1" << 3;
    QTest::newRow("wrong type") << "student.learning_rate=fast" << 3;
    QTest::newRow("empty") << "student.learning_rate=" << 3;
    QTest::newRow("two values") << "student.learning_rate=1\nseed=2" << 3;
    QTest::newRow("contradiction") << "student.crop_ratio_max=0.1" << 3;
}

void TestRunConfig::setRefuses()
{
    QFETCH(QString, assignment);
    QFETCH(int, exit);
    RunConfig config;
    const base::Result<void> result = data::setConfigValue(config, assignment.toStdString());
    QVERIFY(!result);
    QCOMPARE(base::exitCode(result.error().code), exit);
    QCOMPARE(text(config), text({}));
}

// Spec fustal-stage1-2 §4.4 gives these doubles.
void TestRunConfig::readsRangesAsNumPyDoes()
{
    QCOMPARE(data::arangeList("0:0.025:0.225").value(),
             (std::vector<double>{0.0, 0.025, 0.05, 0.07500000000000001, 0.1, 0.125,
                                  0.15000000000000002, 0.17500000000000002, 0.2, 0.225}));
    const std::vector<double> actionness = data::arangeList("0.1:0.025:0.9").value();
    QCOMPARE(actionness.size(), std::size_t{33});
    QVERIFY(actionness[0] == 0.1 && actionness[1] == 0.125);
    QVERIFY(actionness[2] == 0.1 + 2 * (0.125 - 0.1));
    QVERIFY(actionness[32] == 0.8999999999999998);
    for (const char *bad :
         {"", "1", "1:2", "0:0:1", "0:0.1:-1", "0:1e-9:1", "a:b:c", "0:nan:1", "0:0.1:1:2"}) {
        QVERIFY2(!data::arangeList(bad), bad);
    }
}

void TestRunConfig::readsRangesAsDecimals()
{
    QCOMPARE(data::decimalList("0.1:0.1:0.7").value(), model::EvaluationConfig().tiou);
    QCOMPARE(data::decimalList("0.5:0.05:0.95").value(),
             (std::vector<double>{0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95}));
    QCOMPARE(data::decimalList("0.5").value(), std::vector<double>{0.5});
    QCOMPARE(data::decimalList("0.3, 0.5").value(), (std::vector<double>{0.3, 0.5}));
    QVERIFY(!data::decimalList("0.3,,0.5"));
    QVERIFY(!data::decimalList("half"));
}

void TestRunConfig::recipesAreSound_data()
{
    QTest::addColumn<QString>("path");
    for (const auto &entry : std::filesystem::directory_iterator(kResources / "recipes")) {
        const std::string path = entry.path().string();
        QTest::newRow(entry.path().filename().c_str()) << QString::fromStdString(path);
    }
}

void TestRunConfig::recipesAreSound()
{
    QFETCH(QString, path);
    const base::Result<RunConfig> recipe = data::loadRecipe(path.toStdString());
    QVERIFY2(recipe, recipe ? "" : recipe.error().sentence().c_str());
}

void TestRunConfig::thumosRecipeIsComplete()
{
    const std::string recipe = base::readFile(kResources / "recipes/fustal-thumos14.toml").value();
    QVERIFY(recipe.ends_with(
        data::writeRunConfig({}, data::ConfigComments::Full, data::ConfigScope::OwnGenerator)));
}

// The published settings of the other generators, every key of theirs spelled out.
void TestRunConfig::otherThumosRecipesAreComplete()
{
    for (const char *generator : {"sal", "ftcl"}) {
        const std::string name = std::string("recipes/") + generator + "-thumos14.toml";
        const std::string recipe = base::readFile(kResources / name).value();
        const RunConfig config = data::loadRecipe(kResources / name).value();
        QCOMPARE(config.generator, std::string(generator));
        const std::string full = data::writeRunConfig(config, data::ConfigComments::Full,
                                                      data::ConfigScope::OwnGenerator);
        if (!recipe.ends_with(full)) {
            QVERIFY(base::writeFileAtomically("recipe.toml", full));
        }
        QVERIFY2(recipe.ends_with(full), "recipe.toml beside the test has what it should end with");
    }
    const RunConfig sal = data::loadRecipe(kResources / "recipes/sal-thumos14.toml").value();
    QVERIFY(sal.proposals.nms == model::NmsMethod::SoftGaussian);
    QCOMPARE(sal.proposals.nmsTiou, 0.4);
    QCOMPARE(sal.proposals.softNmsAlpha, 0.3);
    QCOMPARE(sal.proposals.classThreshold, 0.25);
    QCOMPARE(sal.proposals.outerMargin, 0.2);
    QCOMPARE(sal.proposals.minRunSamples, 1);
    QVERIFY(sal.proposals.normalisation == model::Normalisation::None);
    QCOMPARE(sal.sal.steps, 10000);
    const RunConfig ftcl = data::loadRecipe(kResources / "recipes/ftcl-thumos14.toml").value();
    QVERIFY(ftcl.proposals.nms == model::NmsMethod::Hard);
    QCOMPARE(ftcl.proposals.nmsTiou, 0.55);
    QCOMPARE(ftcl.proposals.upsampling, 20);
    QCOMPARE(ftcl.proposals.videoScoreWeight, 0.0);
    QVERIFY(!ftcl.proposals.isClassThresholdInclusive);
    QCOMPARE(ftcl.ftcl.baseSteps + ftcl.ftcl.steps, 9200);
}

// The settings of shared/golden/spliced_gym_hard_reference.json.
void TestRunConfig::smallRecipeIsTheReference()
{
    const RunConfig config = data::loadRecipe(kResources / "recipes/fustal-small.toml").value();
    QVERIFY(config.compat == model::Compat::Released);
    QVERIFY(config.student.milTopK == model::MilTopK::BatchSum);
    QCOMPARE(config.fustal.segments, 64);
    QCOMPARE(config.fustal.steps, 200);
    QCOMPARE(config.fustal.learningRate, 1e-4);
    QCOMPARE(config.fustal.batchSize, 16);
    QCOMPARE(config.fustal.weightDecay, 5e-4);
    QCOMPARE(config.student.maxSequence, 192);
    QVERIFY((config.student.regressionRanges == data::Ranges{{0, 4}, {4, 8}, {8, 10000}}));
    QCOMPARE(config.student.embedDim, 256);
    QCOMPARE(config.student.headDim, 256);
    QCOMPARE(config.student.sgpMlpDim, 384);
    QCOMPARE(config.student.bins, 16);
    QCOMPARE(config.student.learningRate, 3e-4);
    QCOMPARE(config.student.weightDecay, 0.05);
    QCOMPARE(config.student.batchSize, 8);
    QCOMPARE(config.student.emaDecay, 0.99);
    QCOMPARE(config.student.pseudoLabelEpochs, 31);
    QCOMPARE(config.student.teacherEpochs, 20);
    QCOMPARE(config.filter.minDensity, 0.2);
    QCOMPARE(config.filter.minScore, 0.4);
}

// Other labels for the same networks: whatever the tuned recipe does not name is fustal-small's.
void TestRunConfig::tunedRecipeChangesWhatItNames()
{
    const RunConfig tuned =
        data::loadRecipe(kResources / "recipes/fustal-small-tuned.toml").value();
    RunConfig expected = data::loadRecipe(kResources / "recipes/fustal-small.toml").value();
    expected.compat = model::Compat::Prescribed;
    expected.ftcl.unguardedCosine = false;
    expected.fustal.modality = model::Modality::Flow;
    expected.proposals.trainingClasses = model::ClassSource::WeakLabels;
    expected.proposals.nmsTiou = 0.3;
    expected.filter.minDensity = 0.0;
    expected.filter.minScore = 0.5;
    expected.student.pseudoLabelEpochs = 30;
    expected.student.teacherEpochs = 0;
    expected.student.teacherFallback = model::TeacherFallback::SkipOnly;
    QCOMPARE(text(tuned), text(expected));
}

// The other generators' small recipes: the settings of their runs in the same file, and FuSTAL's
// student behind them.
void TestRunConfig::smallRecipesShareFilterAndStudent()
{
    const auto recipe = [](const std::string &name) {
        return data::loadRecipe(kResources / "recipes" / name).value();
    };
    const RunConfig sal = recipe("sal-small.toml");
    QCOMPARE(sal.generator, std::string("sal"));
    QCOMPARE(sal.sal.segments, 64);
    QCOMPARE(sal.sal.steps, 800); // 25 epochs of 32
    QCOMPARE(sal.sal.batchSize, 2);
    QCOMPARE(sal.sal.embedDim, 256);
    QCOMPARE(sal.sal.learningRate, 1e-3);
    QCOMPARE(sal.sal.pseudoExtra, 17);
    const RunConfig ftcl = recipe("ftcl-small.toml");
    QCOMPARE(ftcl.generator, std::string("ftcl"));
    QCOMPARE(ftcl.ftcl.segments, 64);
    QCOMPARE(ftcl.ftcl.baseSteps, 160); // 40 epochs of 4
    QCOMPARE(ftcl.ftcl.steps, 66);      // 3 epochs of 22
    QCOMPARE(ftcl.ftcl.batchSize, 16);
    QCOMPARE(ftcl.ftcl.learningRate, 1e-4);
    QCOMPARE(ftcl.ftcl.lcsLength, 10);
    QCOMPARE(ftcl.ftcl.fsdLength, 5);
    QVERIFY(!ftcl.ftcl.baseContrast);
    for (RunConfig config : {sal, ftcl}) {
        const RunConfig published = recipe(config.generator + "-thumos14.toml");
        const RunConfig fustal = recipe("fustal-small.toml");
        config.filter = fustal.filter;
        RunConfig expected = published;
        expected.compat = fustal.compat;
        expected.seed = fustal.seed;
        expected.student = fustal.student;
        expected.runtime = fustal.runtime;
        expected.sal = config.sal;
        expected.ftcl = config.ftcl;
        QCOMPARE(text(config), text(expected));
    }
}

void TestRunConfig::findsRecipes()
{
    const std::filesystem::path folder = kResources / "recipes";
    QCOMPARE(data::findRecipe("fustal", folder).value(), folder / "fustal-thumos14.toml");
    QCOMPARE(data::findRecipe("sal", folder).value(), folder / "sal-thumos14.toml");
    QCOMPARE(data::findRecipe("fustal-small", folder).value(), folder / "fustal-small.toml");
    QCOMPARE(data::findRecipe("fustal-small.toml", folder).value(), folder / "fustal-small.toml");
    QCOMPARE(data::findRecipe("./mine.toml", folder).value(), std::filesystem::path("./mine.toml"));
    const base::Error error = data::findRecipe("fustal-smal", folder).error();
    QCOMPARE(error.code, ErrorCode::NotFound);
    QCOMPARE(error.expected, std::string("perhaps 'fustal-small', or a file"));
    QVERIFY(!data::findRecipe("", folder));
    QVERIFY(data::recipeFolder().string().ends_with("share/taloscope/recipes"));
}

void TestRunConfig::documentIsCurrent()
{
    const std::filesystem::path path = kResources / "doc/config.md";
    const bool isCurrent = base::readFile(path).value() == data::runConfigMarkdown();
    if (!isCurrent) {
        QVERIFY(base::writeFileAtomically("config.md", data::runConfigMarkdown()));
    }
    QVERIFY2(isCurrent, "copy the config.md just written beside the test to resources/doc");
}

void TestRunConfig::survivesMutatedText()
{
    const std::string good = data::writeRunConfig({});
    base::Random random(31);
    for (int round = 0; round < 2000; ++round) {
        const auto result =
            data::parseRunConfig(tests::mutated(good, "[]=\"'.#0123456789 \n", random));
        QVERIFY(result || base::exitCode(result.error().code) == 3);
    }
}

QTEST_APPLESS_MAIN(TestRunConfig)
#include "tst_run_config.moc"
