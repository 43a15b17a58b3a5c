#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include <QDir>
#include <QDirIterator>
#include <QJsonArray>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QtTest>

#include "core/base/random.h"
#include "core/data/npy_file.h"

#include "tests/e2e/program.h"
#include "tests/e2e/tiny_training.h"
#include "tests/support/tiny_data_set.h"

using tests::Program;

// Every line of README and manual that starts with `talo`, run in the order of its page by a
// newcomer who has the files that the page speaks of. Only sizes are other: trainings are tiny and
// on the CPU.
class TestDocumentation : public QObject
{
    Q_OBJECT

private slots:
    void commandsWork_data();
    void commandsWork();
    void linksLeadSomewhere();

private:
    QString page(const QString &name) const
    {
        return QString::fromUtf8(
            tests::fileContent(QStringLiteral(TALOSCOPE_SOURCE_DIR) + '/' + name));
    }
    void makeFiles(const QString &folder);
};

namespace {

constexpr const char *kManual = "resources/doc/manual/";
constexpr std::int64_t kSnippets = 40; // of a video of the tiny data set

// The commands of a page, a line each: what is indented and starts with `talo`.
QStringList commandsOf(const QString &text)
{
    QStringList commands;
    for (const QString &line : text.split('\n')) {
        if (line.startsWith(QLatin1String("    talo "))) {
            commands << line.trimmed().section(QStringLiteral("  #"), 0, 0);
        }
    }
    return commands;
}

// The same command for tiny data and no GPU; the recipe is the one that makeFiles() writes.
QStringList tinyArguments(const QString &command)
{
    QStringList arguments = QProcess::splitCommand(command).mid(1);
    arguments.replaceInStrings(QRegularExpression(QStringLiteral("^cuda$")), QStringLiteral("cpu"));
    if (arguments.first() == QLatin1String("train")) {
        arguments += tests::tinySettings();
    } else if (arguments.first() == QLatin1String("demo")) {
        arguments += {"--videos", "6", "--recipe", "tiny.toml"};
    }
    return arguments;
}

void writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

// In a file's text.
void replaceIn(const QString &path, const std::vector<std::pair<QByteArray, QByteArray>> &pairs)
{
    QByteArray text = tests::fileContent(path);
    for (const auto &[from, to] : pairs) {
        QVERIFY(text.contains(from));
        text.replace(from, to);
    }
    writeFile(path, text);
}

} // namespace

// The tiny data set under the names that the pages use.
void TestDocumentation::makeFiles(const QString &folder)
{
    tests::makeTinyDataSet(folder.toStdString());
    const QDir dir(folder);
    replaceIn(dir.filePath("gt.json"),
              {{"\"v0\"", "\"video_validation_0000051\""}, {"\"Jump\"", "\"BaseballPitch\""}});
    replaceIn(dir.filePath("train.txt"), {{"v0\n", "video_validation_0000051\n"}});
    QVERIFY(QFile::rename(dir.filePath("train.txt"), dir.filePath("split_train.txt")));
    QVERIFY(QFile::rename(dir.filePath("test.txt"), dir.filePath("split_test.txt")));
    QVERIFY(QFile::rename(dir.filePath("features/v0.npy"),
                          dir.filePath("features/video_validation_0000051.npy")));
    QByteArray recipe;
    const QStringList settings = tests::tinySettings();
    for (qsizetype i = 1; i < settings.size(); i += 2) {
        const QString value = settings[i].section('=', 1);
        const bool isText = value.front().isLetter();
        recipe += (settings[i].section('=', 0, 0) + " = " + (isText ? '"' + value + '"' : value))
                      .toUtf8() +
                  '\n';
    }
    writeFile(dir.filePath("tiny.toml"), recipe);
    core::base::Random random(9);
    const auto write = [&](const QString &file, std::int64_t rows, std::int64_t columns) {
        const std::array<std::int64_t, 2> shape = {rows, columns};
        std::vector<float> values(static_cast<std::size_t>(rows * columns));
        for (float &value : values) {
            value = static_cast<float>(random.uniform());
        }
        QVERIFY(core::data::writeNpy(dir.filePath(file).toStdString(), shape, values));
    };
    for (const char *made : {"I3D/rgb", "I3D/flow", "I3D_stride4", "cas"}) {
        QVERIFY(dir.mkpath(made));
    }
    QJsonObject results;
    for (const QString &name : QDir(dir.filePath("features")).entryList(QDir::Files)) {
        const QString source = dir.filePath("features/" + name);
        QVERIFY(QFile::copy(source, dir.filePath("I3D/rgb/" + name)));
        QVERIFY(QFile::copy(source, dir.filePath("I3D/flow/" + name)));
        write("I3D_stride4/" + name, 4 * kSnippets, 32);
        write("cas/" + name, kSnippets, 3);
        results[name.chopped(4)] = QJsonArray{
            QJsonObject{{"label", "Run"}, {"score", 0.9}, {"segment", QJsonArray{1.0, 5.0}}},
            QJsonObject{{"label", "Throw"}, {"score", 0.5}, {"segment", QJsonArray{9.0, 12.0}}}};
    }
    for (const char *name : {"predictions.json", "proposals.json"}) {
        writeFile(dir.filePath(name), QJsonDocument(QJsonObject{{"results", results}}).toJson());
    }
}

void TestDocumentation::commandsWork_data()
{
    QTest::addColumn<QStringList>("commands");
    const QDir manual(QStringLiteral(TALOSCOPE_SOURCE_DIR "/resources/doc/manual"));
    QStringList pages = {QStringLiteral("README.md")};
    for (const QString &name : manual.entryList({QStringLiteral("*.md")})) {
        pages << kManual + name;
    }
    for (const QString &name : pages) {
        if (const QStringList commands = commandsOf(page(name)); !commands.isEmpty()) {
            QTest::newRow(qPrintable(name)) << commands;
        }
    }
}

void TestDocumentation::commandsWork()
{
    QFETCH(QStringList, commands);
    const QTemporaryDir folder;
    makeFiles(folder.path());
    for (const QString &command : commands) {
        Program talo("talo", tinyArguments(command));
        talo.setWorkingDirectory(folder.path());
        talo.finishWithin(300);
        QVERIFY2(talo.exitStatus() == QProcess::NormalExit && talo.exitCode() == 0,
                 qPrintable(command + '\n' + talo.errors()));
    }
}

void TestDocumentation::linksLeadSomewhere()
{
    const QDir root(QStringLiteral(TALOSCOPE_SOURCE_DIR));
    static const QRegularExpression link(QStringLiteral(R"(\]\(([^)#]+)\))"));
    int links = 0;
    QDirIterator pages(root.filePath("resources/doc"), {QStringLiteral("*.md")}, QDir::Files,
                       QDirIterator::Subdirectories);
    QStringList names = {root.filePath("README.md"), root.filePath("CONTRIBUTING.md")};
    while (pages.hasNext()) {
        names << pages.next();
    }
    for (const QString &name : names) {
        auto found = link.globalMatch(QString::fromUtf8(tests::fileContent(name)));
        while (found.hasNext()) {
            const QString target = found.next().captured(1);
            if (!target.startsWith(QLatin1String("http"))) {
                ++links;
                QVERIFY2(QFileInfo::exists(QFileInfo(name).path() + '/' + target),
                         qPrintable(name + ": " + target));
            }
        }
    }
    QVERIFY(links > 10);
}

QTEST_GUILESS_MAIN(TestDocumentation)
#include "tst_documentation.moc"
