#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QtTest>

#include "core/edit/project_session.h"

#include "ui/dialogs/extract_dialog.h"
#include "ui/models/project_model.h"

#include "tests/support/test_paths.h"
#include "tests/ui/studio_project.h"

using namespace ui;
using dialogs::ExtractDialog;

// Computing features from the window, while it has the project open.
class TestExtractDialog : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void computesWhatTrainingNeeds();
    void saysWhyANetworkIsNotTaken();

private:
    static QPushButton *mainButton(QDialog &dialog);

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
    const QString m_talo = QString::fromStdString((tests::programDir() / "talo").string());
};

void TestExtractDialog::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_path =
        QString::fromStdString(tests::makeStudioProject(m_folder->path().toStdString()).string());
}

QPushButton *TestExtractDialog::mainButton(QDialog &dialog)
{
    for (QPushButton *button : dialog.findChildren<QPushButton *>()) {
        if (button->property("primary").toBool()) {
            return button;
        }
    }
    qFatal("there is no main button");
}

void TestExtractDialog::computesWhatTrainingNeeds()
{
    const auto project = models::ProjectModel::open(m_path.toStdString());
    QVERIFY(project);
    QVERIFY((*project)->session().project().featureSets()->empty());
    ExtractDialog dialog(m_path, m_talo);
    dialog.setMoreArguments({QStringLiteral("--dim"), QStringLiteral("256")});
    dialog.show();
    QTest::mouseClick(mainButton(dialog), Qt::LeftButton);
    QVERIFY(!dialog.findChild<QComboBox *>()->isEnabled());
    QTRY_COMPARE_WITH_TIMEOUT(dialog.result(), static_cast<int>(QDialog::Accepted), 60'000);
    const auto sets = (*project)->session().project().featureSets();
    QCOMPARE(sets->size(), std::size_t{1});
    QCOMPARE(sets->front().grid.dim, 256);
    const auto features = (*project)->session().project().features(sets->front().id);
    QCOMPARE(features->size(), std::size_t{1}); // v_000 alone has a file
}

void TestExtractDialog::saysWhyANetworkIsNotTaken()
{
    ExtractDialog dialog(m_path, m_talo);
    dialog.show();
    QTest::keyClick(dialog.findChild<QComboBox *>(), Qt::Key_Down);
    auto *file = dialog.findChild<QLineEdit *>();
    QVERIFY(file->isEnabled());
    QVERIFY(!mainButton(dialog)->isEnabled());
    const QString network = m_folder->filePath(QStringLiteral("net.pt"));
    QFile made(network);
    QVERIFY(made.open(QIODevice::WriteOnly));
    made.close();
    QTest::keyClicks(file, network);
    QVERIFY(mainButton(dialog)->isEnabled());
    QTest::mouseClick(mainButton(dialog), Qt::LeftButton);
    const auto says = [&dialog](const QString &text) {
        const QList<QLabel *> labels = dialog.findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(),
                           [&text](const QLabel *label) { return label->text().contains(text); });
    };
    QTRY_VERIFY_WITH_TIMEOUT(says(QStringLiteral("net.toml")), 30'000);
    QVERIFY(dialog.isVisible());
}

QTEST_MAIN(TestExtractDialog)
#include "tst_extract_dialog.moc"
