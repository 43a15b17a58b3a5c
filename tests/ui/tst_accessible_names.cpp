#include <QAbstractSpinBox>
#include <QAccessible>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTabBar>
#include <QTemporaryDir>
#include <QtTest>

#include "ui/action_card.h"
#include "ui/common/settings.h"
#include "ui/main_window.h"
#include "ui/workspace.h"

#include "tests/ui/every_dialog.h"
#include "tests/ui/studio_project.h"

using namespace ui;

// Whoever hears the window instead of seeing it is told what each control is, and needs no mouse.
class TestAccessibleNames : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void ofTheStartPage();
    void ofTheWindowWithAProject();
    void ofTheDialogs();
    void returnPressesTheMainButton();

private:
    static QStringList nameless(const QWidget &root);
    void check(const QWidget &root);

    QTemporaryDir m_folder;
    QString m_project;
    std::unique_ptr<common::Settings> m_settings;
    std::unique_ptr<MainWindow> m_window;
};

void TestAccessibleNames::initTestCase()
{
    m_project =
        QString::fromStdString(tests::makeStudioProject(m_folder.path().toStdString()).string());
}

void TestAccessibleNames::init()
{
    m_settings = std::make_unique<common::Settings>(m_folder.filePath(QStringLiteral("s.ini")));
    m_window = std::make_unique<MainWindow>(*m_settings);
    m_window->resize(1600, 1000);
    m_window->show();
}

void TestAccessibleNames::cleanup()
{
    m_window.reset();
}

namespace {

// Field and list of a box of choices.
bool isInComboBox(const QWidget *widget)
{
    for (const QWidget *above = widget->parentWidget(); above != nullptr;
         above = above->parentWidget()) {
        if (qobject_cast<const QComboBox *>(above) != nullptr) {
            return true;
        }
    }
    return false;
}

} // namespace

// Every widget that can have the focus, shown or not, except the parts that Qt makes of a control
// (the field of a spin box, scroll bars): those speak as the control.
QStringList TestAccessibleNames::nameless(const QWidget &root)
{
    QStringList found;
    for (QWidget *widget : root.findChildren<QWidget *>()) {
        const QWidget *parent = widget->parentWidget();
        const auto *label = qobject_cast<const QLabel *>(widget);
        const bool isPart = (label != nullptr && label->text().isEmpty()) || // says nothing now
                            widget->objectName().startsWith(QLatin1String("qt_")) ||
                            qobject_cast<const QAbstractSpinBox *>(parent) != nullptr ||
                            qobject_cast<QScrollArea *>(widget) != nullptr ||
                            qobject_cast<QScrollBar *>(widget) != nullptr ||
                            qobject_cast<QTabWidget *>(widget) != nullptr ||
                            qobject_cast<QTabBar *>(widget) != nullptr || // each tab speaks
                            widget->focusProxy() != nullptr || isInComboBox(widget);
        if (widget->focusPolicy() == Qt::NoFocus || isPart) {
            continue;
        }
        QAccessibleInterface *face = QAccessible::queryAccessibleInterface(widget);
        const QString name = face == nullptr ? QString() : face->text(QAccessible::Name);
        if (name.trimmed().isEmpty()) {
            QStringList path;
            for (const QWidget *part = widget; part != nullptr && part != &root;
                 part = part->parentWidget()) {
                path.prepend(QString::fromLatin1(part->metaObject()->className()) +
                             QLatin1Char('#') + part->objectName());
            }
            found.append(path.join(QStringLiteral(" > ")));
        }
    }
    found.removeDuplicates();
    return found;
}

void TestAccessibleNames::check(const QWidget &root)
{
    const QStringList found = nameless(root);
    for (const QString &path : found) {
        qWarning("%s", qPrintable(path)); // all of them: the message below is cut
    }
    QVERIFY2(found.isEmpty(),
             qPrintable(root.windowTitle() + QStringLiteral(": ") + found.join(QLatin1Char('\n'))));
}

void TestAccessibleNames::ofTheStartPage()
{
    check(*m_window);
    const auto cards = m_window->findChildren<ActionCard *>();
    QCOMPARE(cards.size(), 4);
    for (const ActionCard *card : cards) {
        QVERIFY2(!card->accessibleDescription().isEmpty(), qPrintable(card->accessibleName()));
    }
}

void TestAccessibleNames::ofTheWindowWithAProject()
{
    QVERIFY(m_window->openProject(m_project));
    QTRY_VERIFY(m_window->workspace().isSettled());
    check(*m_window);
}

void TestAccessibleNames::ofTheDialogs()
{
    QVERIFY(m_window->openProject(m_project));
    for (const auto &dialog : tests::everyDialog(*m_window)) {
        check(*dialog);
    }
}

void TestAccessibleNames::returnPressesTheMainButton()
{
    QVERIFY(m_window->openProject(m_project));
    int seen = 0;
    for (const auto &dialog : tests::everyDialog(*m_window)) {
        dialog->show();
        const QList<QPushButton *> buttons = dialog->findChildren<QPushButton *>();
        const auto main = std::find_if(buttons.begin(), buttons.end(), [](const QPushButton *b) {
            return b->property("primary").toBool();
        });
        auto *field = dialog->findChild<QLineEdit *>();
        if (main == buttons.end() || field == nullptr) {
            continue;
        }
        ++seen;
        field->setFocus();
        for (const QPushButton *button : buttons) {
            QVERIFY2(button->isDefault() == (button == *main),
                     qPrintable(dialog->windowTitle() + QStringLiteral(": ") + button->text()));
        }
    }
    QVERIFY(seen >= 6);
}

QTEST_MAIN(TestAccessibleNames)
#include "tst_accessible_names.moc"
