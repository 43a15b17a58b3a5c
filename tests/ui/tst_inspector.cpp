// What is typed in the inspector while other things happen.
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

#include "core/edit/project_session.h"

#include "ui/common/qt_convert.h"
#include "ui/common/theme.h"
#include "ui/edit/segment_inspector.h"
#include "ui/models/project_model.h"
#include "ui/models/video_list_panel.h"
#include "ui/timeline/time_axis.h"

#include "tests/ui/editing_case.h"

using namespace ui;
using core::model::Segment;
using tests::kLabel;
using tests::kSecond;

class TestInspector : public tests::EditingCase
{
    Q_OBJECT

private slots:
    void keepsWhatIsTypedWhenAButtonIsPressed();
    void keepsWhatIsTypedWhenACommandRuns();
    void marksWhatIsNoTime();
    void showsAgainWhatWasRefused();
    void staysWhenTheProjectIsReadAgain();

private:
    template <typename T>
    T *named(const char *name)
    {
        for (T *item : workspace().inspector().findChildren<T *>()) {
            if (item->accessibleName() == QLatin1String(name)) {
                return item;
            }
        }
        return nullptr;
    }
    // Into a field that has the focus then.
    void type(QLineEdit *field, const QString &text)
    {
        window().activateWindow();
        field->setFocus();
        QTRY_VERIFY(field->hasFocus());
        field->selectAll();
        QTest::keyClicks(field, text);
    }
};

void TestInspector::keepsWhatIsTypedWhenAButtonIsPressed()
{
    selectLabel();
    type(named<QLineEdit>("Note"), QStringLiteral("blurred"));
    QTest::mouseClick(named<QPushButton>("Accept and next"), Qt::LeftButton);
    QCOMPARE(labels().front().note, "blurred");
    selectLabel();
    type(named<QLineEdit>("Start"), QStringLiteral("12"));
    QTest::mouseClick(named<QToolButton>("Draft"), Qt::LeftButton);
    QCOMPARE(labels().front().range.startUs, 12 * kSecond);
    QCOMPARE(labels().front().state, core::model::SegmentState::Draft);
}

void TestInspector::keepsWhatIsTypedWhenACommandRuns()
{
    selectLabel();
    auto *note = named<QLineEdit>("Note");
    type(note, QStringLiteral("dark"));
    QTest::keyClick(note, Qt::Key_Return, Qt::ControlModifier); // accepts and goes on
    QCOMPARE(labels().front().note, "dark");
}

void TestInspector::marksWhatIsNoTime()
{
    selectLabel();
    auto *field = named<QLineEdit>("End");
    const auto border = [field] {
        return field->grab().toImage().pixelColor(field->width() / 2, 0);
    };
    type(field, QStringLiteral("soon"));
    QCOMPARE(border(), common::lightTheme().err);
    type(field, QStringLiteral("13.5"));
    QCOMPARE(border(), common::lightTheme().accent);
    type(field, QStringLiteral("later"));
    field->clearFocus();
    QCOMPARE(field->text(), common::timeText(kLabel.endUs));
    QCOMPARE(border(), common::lightTheme().strong);
}

void TestInspector::showsAgainWhatWasRefused()
{
    closeWindow();
    const auto holder =
        core::edit::ProjectSession::open(path(), core::edit::Access::Write, "another program");
    QVERIFY(holder);
    openWindow();
    QVERIFY(workspace().project()->isReadOnly());
    selectLabel();
    QTest::mouseClick(named<QToolButton>("Rejected"), Qt::LeftButton);
    QVERIFY(named<QToolButton>("Confirmed")->isChecked());
    auto *box = named<QComboBox>("Class");
    box->setCurrentIndex(2);
    emit box->activated(2);
    QCOMPARE(box->currentText(), QStringLiteral("Jump"));
}

// Results of a run come while somebody works.
void TestInspector::staysWhenTheProjectIsReadAgain()
{
    selectLabel();
    const qint64 selected = view().selectedItem()->id;
    auto *filter = workspace().videoList().findChild<QLineEdit *>();
    filter->setText(QStringLiteral("v_000"));
    view().axis().showRange({10 * kSecond, 16 * kSecond});
    player().setRate(0.25);
    player().seekTo(12 * kSecond);
    player().play();
    type(named<QLineEdit>("Note"), QStringLiteral("half written"));
    const core::base::TimeRange visible = view().axis().visible();
    const QSignalSpy replaced(workspace().project(), &models::ProjectModel::contentReplaced);
    workspace().project()->reload();
    QTRY_COMPARE(replaced.count(), 1);
    QVERIFY(player().isPlaying());
    QVERIFY(player().time() >= 12 * kSecond && player().time() < 16 * kSecond);
    QCOMPARE(view().axis().visible(), visible);
    QCOMPARE(filter->text(), QStringLiteral("v_000"));
    QVERIFY(view().selectedItem() != nullptr);
    QCOMPARE(view().selectedItem()->id, selected);
    QCOMPARE(labels().front().note, "half written");
}

QTEST_MAIN(TestInspector)
#include "tst_inspector.moc"
