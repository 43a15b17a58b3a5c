#include <QCoreApplication>
#include <QTranslator>
#include <QtTest>

#include "ui/common/core_sentences.h"
#include "ui/common/core_texts.h"

// Outside any namespace, as the macro demands.
static void loadTranslations()
{
    Q_INIT_RESOURCE(translations);
}

using namespace ui::common;

class TestCoreTexts : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void speaksOfErrors();
    void speaksOfTheCore_data();
    void speaksOfTheCore();
    void findsEverySentenceOfTheCore();

private:
    QTranslator m_chinese;
};

void TestCoreTexts::initTestCase()
{
    loadTranslations();
    QVERIFY(m_chinese.load(QStringLiteral(":/translations/taloscope_zh_CN.qm")));
}

void TestCoreTexts::speaksOfErrors()
{
    const core::base::Error error = {.code = core::base::ErrorCode::Conflict,
                                     .problem = "a train video (subset '%2') is in the test split",
                                     .file = "/d/split.txt",
                                     .place = "line 4",
                                     .expected = "test videos only"};
    QCOMPARE(errorText(error), QString::fromStdString(error.sentence()));
    QCoreApplication::installTranslator(&m_chinese);
    const QString said = errorText(error);
    const QString unknown = coreText("nobody says this");
    QCoreApplication::removeTranslator(&m_chinese);
    QCOMPARE(said, QStringLiteral("/d/split.txt：line 4：train 视频（子集“%2”）出现在 test "
                                  "划分中；需要：只能是 test 视频"));
    QCOMPARE(unknown, QStringLiteral("nobody says this"));
}

void TestCoreTexts::speaksOfTheCore_data()
{
    QTest::addColumn<QString>("sentence");
    QTest::addColumn<QString>("chinese");
    const auto row = [](const char *sentence, const char *chinese) {
        QTest::newRow(sentence) << QString::fromUtf8(sentence) << QString::fromUtf8(chinese);
    };
    row("is 7", "为 7");
    row("is a text", "是文本");
    row("an integer from 1 to 16", "从 1 到 16 的整数");
    row("perhaps 'fustal', or a file", "也许是“fustal”，或文件");
    row("has \"label_id\" 3 for 'Jump', against an earlier entry",
        "“Jump”的 \"label_id\" 为 3，与之前的条目不符");
    row("an escape such as \\n", "转义，如 \\n");
    row("12 snippets cover 3.2 s of 60.0 s", "12 个特征片段覆盖 60.0 秒中的 3.2 秒");
    // What ends a sentence may be one of its own, of a worker for instance.
    row("the worker refused the job: job 'j-1' is still running",
        "训练程序拒绝了任务：任务“j-1”仍在运行");
    row("the worker was killed by signal 9 (Killed) before the job was finished; it last said: "
        "CUDA cannot be used: no card",
        "训练程序在任务完成之前被信号 9（Killed）终止；它最后说：无法使用 CUDA：no card");
    row("the worker did not greet; it ended with exit code 2",
        "训练程序没有应答；它以退出码 2 结束");
    row("the student's loss is no longer a number (step 31)", "学生模型的损失不再是数（第 31 步）");
}

void TestCoreTexts::speaksOfTheCore()
{
    QFETCH(QString, sentence);
    QFETCH(QString, chinese);
    QCOMPARE(coreText(sentence.toStdString()), sentence);
    QCoreApplication::installTranslator(&m_chinese);
    const QString said = coreText(sentence.toStdString());
    QCoreApplication::removeTranslator(&m_chinese);
    QCOMPARE(said, chinese);
}

// No sentence of the tables stands in the way of another one.
void TestCoreTexts::findsEverySentenceOfTheCore()
{
    QCoreApplication::installTranslator(&m_chinese);
    QStringList wrong;
    for (const auto &table : {commonSentences(), fileSentences(), runSentences()}) {
        for (const char *text : table) {
            QString sentence = QString::fromUtf8(text);
            QString translated = QCoreApplication::translate("ui::common::CoreTexts", text);
            for (int i = 1; i <= 9; ++i) {
                sentence.replace(QStringLiteral("%%1").arg(i), QStringLiteral("a%1z").arg(i));
                translated.replace(QStringLiteral("%%1").arg(i), QStringLiteral("a%1z").arg(i));
            }
            if (coreText(sentence.toStdString()) != translated) {
                wrong += sentence;
            }
        }
    }
    QCoreApplication::removeTranslator(&m_chinese);
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QLatin1Char('\n'))));
}

QTEST_GUILESS_MAIN(TestCoreTexts)
#include "tst_core_texts.moc"
