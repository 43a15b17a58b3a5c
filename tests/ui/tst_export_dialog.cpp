#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QtTest>

#include "core/edit/label_sets.h"

#include "ui/dialogs/export_dialog.h"
#include "ui/models/project_model.h"

#include "tests/e2e/program.h"
#include "tests/ui/studio_project.h"

using namespace ui;
using dialogs::ExportDialog;

// Exporting from the window, by keys: the same bytes as from the shell.
class TestExportDialog : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup() { m_dialog.reset(); }
    void writesWhatTaloWrites_data();
    void writesWhatTaloWrites();
    void offersWhatTheProjectHas();
    void takesALabelSet();
    void takesTheVideosThatAreDone();
    void saysWhatHinders();
    void keepsTheChosenFileName();

private:
    QComboBox *box(const char *name);
    QLineEdit *target() { return m_dialog->findChild<QLineEdit *>(); }
    QPushButton *exportButton();
    // Chooses an entry by its data, with the keyboard.
    void choose(const char *name, const QVariant &data);
    QByteArray written(const QString &path);
    QByteArray fromTalo(const QStringList &options);
    QString path(const char *name) const { return m_folder.filePath(QLatin1String(name)); }

    QTemporaryDir m_folder;
    QString m_path;
    std::unique_ptr<models::ProjectModel> m_project;
    std::unique_ptr<ExportDialog> m_dialog;
};

void TestExportDialog::initTestCase()
{
    m_path =
        QString::fromStdString(tests::makeStudioProject(m_folder.path().toStdString()).string());
}

void TestExportDialog::init()
{
    m_project.reset(); // it holds the lock
    m_project = std::move(*models::ProjectModel::open(m_path.toStdString()));
    m_dialog = std::make_unique<ExportDialog>(*m_project, QStringLiteral("v_000"));
    m_dialog->show();
}

QComboBox *TestExportDialog::box(const char *name)
{
    for (QComboBox *item : m_dialog->findChildren<QComboBox *>()) {
        if (item->accessibleName() == QLatin1String(name)) {
            return item;
        }
    }
    qFatal("there is no such list");
}

QPushButton *TestExportDialog::exportButton()
{
    for (QPushButton *button : m_dialog->findChildren<QPushButton *>()) {
        if (button->property("primary").toBool()) {
            return button;
        }
    }
    qFatal("there is no main button");
}

void TestExportDialog::choose(const char *name, const QVariant &data)
{
    QComboBox *list = box(name);
    const int wanted = list->findData(data);
    QVERIFY2(wanted >= 0, name);
    while (list->currentIndex() != wanted) {
        QTest::keyClick(list, list->currentIndex() < wanted ? Qt::Key_Down : Qt::Key_Up);
    }
}

QByteArray TestExportDialog::written(const QString &path)
{
    m_dialog->setTarget(path);
    QTest::mouseClick(exportButton(), Qt::LeftButton);
    [this] { QTRY_VERIFY(!m_dialog->isVisible()); }();
    return tests::fileContent(path);
}

QByteArray TestExportDialog::fromTalo(const QStringList &options)
{
    const QString out = path("talo.out");
    tests::Program talo("talo", QStringList{QStringLiteral("export"), m_path, out} + options);
    talo.finishWithin(60);
    return talo.exitCode() == 0 ? tests::fileContent(out) : talo.errors();
}

void TestExportDialog::writesWhatTaloWrites_data()
{
    using core::edit::ExportKind;
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("format");
    QTest::newRow("labels") << static_cast<int>(ExportKind::Labels) << "activitynet-gt";
    QTest::newRow("for FuSTAL") << static_cast<int>(ExportKind::Labels) << "fustal-proposals";
    QTest::newRow("pseudo-labels") << static_cast<int>(ExportKind::PseudoLabels) << "csv";
    QTest::newRow("predictions") << static_cast<int>(ExportKind::Predictions)
                                 << "activitynet-predictions";
    QTest::newRow("proposals") << static_cast<int>(ExportKind::Proposals) << "via3";
    QTest::newRow("truth") << static_cast<int>(ExportKind::GroundTruth) << "actionformer";
}

void TestExportDialog::writesWhatTaloWrites()
{
    QFETCH(int, kind);
    QFETCH(QString, format);
    choose("What is written", kind);
    choose("Format", format);
    const QByteArray here = written(path("window.out"));
    const char *what = core::edit::exportKindName(static_cast<core::edit::ExportKind>(kind));
    QStringList options = {"--what", QLatin1String(what), "--format", format};
    if (const QString track = box("Label set, run or import")->currentText();
        track == QLatin1String("train-1")) {
        options << "--track" << track; // the project has other pseudo-labels, too
    }
    const QByteArray there = fromTalo(options);
    QVERIFY(!here.isEmpty());
    QCOMPARE(here, there);
    QVERIFY(m_dialog->summary().contains(QStringLiteral("window.out")));
}

void TestExportDialog::offersWhatTheProjectHas()
{
    using core::edit::ExportKind;
    QComboBox *kinds = box("What is written");
    QVERIFY(kinds->findData(static_cast<int>(ExportKind::GroundTruth)) >= 0);
    for (const QComboBox *list : m_dialog->findChildren<QComboBox *>()) {
        QVERIFY2(list->width() > m_dialog->width() / 2, qPrintable(list->accessibleName()));
    }
    // It knows no feature files.
    QCOMPARE(kinds->findData(static_cast<int>(ExportKind::FeaturesIndex)), -1);
    choose("What is written", static_cast<int>(ExportKind::Predictions));
    QCOMPARE(box("Label set, run or import")->currentText(), QStringLiteral("train-1"));
    choose("What is written", static_cast<int>(ExportKind::GroundTruth));
    QVERIFY(!box("Label set, run or import")->isVisible());
}

void TestExportDialog::takesALabelSet()
{
    const auto taken = core::edit::takeLabelSet(m_project->session(), "monday");
    QVERIFY2(taken, taken ? "" : taken.error().sentence().c_str());
    m_dialog = std::make_unique<ExportDialog>(*m_project, QString());
    m_dialog->show();
    choose("Label set, run or import", QStringLiteral("monday"));
    choose("Format", QStringLiteral("csv"));
    QCOMPARE(written(path("set.csv")),
             fromTalo({"--what", "labels", "--labelset", "monday", "--format", "csv"}));
}

void TestExportDialog::takesTheVideosThatAreDone()
{
    const qint64 video = m_project->document().videoByName("v_000")->id;
    QVERIFY(m_project->apply(
        {core::edit::SetVideoState{.videoId = video, .state = core::model::VideoState::Done}}));
    m_dialog = std::make_unique<ExportDialog>(*m_project, QStringLiteral("v_002"));
    m_dialog->show();
    choose("Format", QStringLiteral("csv"));
    QComboBox *videos = box("Videos");
    QTest::keyClick(videos, Qt::Key_Down);
    QVERIFY(videos->currentText().contains(QStringLiteral("done · 1")));
    QCOMPARE(written(path("done.csv")),
             fromTalo({"--what", "labels", "--format", "csv", "--video", "v_000"}));
    m_dialog->show();
    QTest::keyClick(videos, Qt::Key_End);
    QCOMPARE(videos->currentText(), QStringLiteral("only v_002"));
    QCOMPARE(written(path("only.csv")),
             fromTalo({"--what", "labels", "--format", "csv", "--video", "v_002"}));
}

void TestExportDialog::saysWhatHinders()
{
    target()->selectAll();
    QTest::keyClick(target(), Qt::Key_Delete);
    QVERIFY(!exportButton()->isEnabled());
    QTest::keyClicks(target(), QStringLiteral("/no/such/folder/out.json"));
    QVERIFY(!exportButton()->isEnabled());
    // What fails leaves the dialog and says why.
    QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral("taken.json")));
    m_dialog->setTarget(path("taken.json"));
    QTest::mouseClick(exportButton(), Qt::LeftButton);
    QTRY_VERIFY(exportButton()->isEnabled());
    QVERIFY(m_dialog->isVisible());
    QVERIFY(m_dialog->summary().isEmpty());
}

void TestExportDialog::keepsTheChosenFileName()
{
    QVERIFY(target()->text().endsWith(QStringLiteral("-labels.json")));
    choose("Format", QStringLiteral("csv"));
    QVERIFY(target()->text().endsWith(QStringLiteral("-labels.csv")));
    m_dialog->setTarget(path("mine.csv"));
    choose("Format", QStringLiteral("elan"));
    QCOMPARE(target()->text(), path("mine"));
    choose("Format", QStringLiteral("via3"));
    QCOMPARE(target()->text(), path("mine.json"));
}

QTEST_MAIN(TestExportDialog)
#include "tst_export_dialog.moc"
