#pragma once

#include <memory>

#include <QObject>
#include <QTranslator>

namespace ui {

class MainWindow;

namespace common {
class Settings;
}

// The studio as a whole: the language, and the window that is made anew, with the same project and
// place in it, when the language changes. GUI thread.
class Studio : public QObject
{
    Q_OBJECT

public:
    // The settings must outlive the studio. A language ("en", "zh_CN") goes before the settings'.
    explicit Studio(common::Settings &settings, const QString &language = {});
    ~Studio() override;

    MainWindow &window() { return *m_window; }

private:
    void makeWindow();
    void changeLanguage();
    void installTranslations(QString language);

    common::Settings &m_settings;
    QTranslator m_texts;   // ours
    QTranslator m_qtTexts; // of Qt's own dialogs
    std::unique_ptr<MainWindow> m_window;
};

} // namespace ui
