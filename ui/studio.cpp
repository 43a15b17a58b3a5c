#include "ui/studio.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

#include "ui/common/settings.h"
#include "ui/main_window.h"
#include "ui/models/project_model.h"
#include "ui/window_jobs.h"
#include "ui/workspace.h"

// The linker drops a static library's resources unless they are asked for. Outside any namespace,
// as the macro demands.
static void loadTranslations()
{
    Q_INIT_RESOURCE(translations);
}

namespace ui {

Studio::Studio(common::Settings &settings, const QString &language)
    : m_settings(settings)
{
    installTranslations(language.isEmpty() ? settings.language() : language);
    makeWindow();
}

Studio::~Studio() = default;

void Studio::makeWindow()
{
    m_window = std::make_unique<MainWindow>(m_settings);
    connect(m_window.get(), &MainWindow::languageChanged, this, &Studio::changeLanguage,
            Qt::QueuedConnection); // the window goes: not while it is still in its own call
}

void Studio::changeLanguage()
{
    // A run that trains is stopped or left running first; the new window watches it again.
    const auto later = [this] {
        QMetaObject::invokeMethod(this, &Studio::changeLanguage, Qt::QueuedConnection);
    };
    if (!m_window->jobs().mayLeave(later)) {
        return;
    }
    const models::ProjectModel *project = m_window->workspace().project();
    const QString path = project == nullptr ? QString() : project->path();
    const bool isShown = m_window->isVisible();
    m_window->saveState();
    m_window.reset();
    installTranslations(m_settings.language());
    makeWindow();
    if (isShown) {
        m_window->show();
    }
    if (!path.isEmpty()) {
        m_window->openProject(path);
    }
}

void Studio::installTranslations(QString language)
{
    loadTranslations();
    if (language.isEmpty()) {
        const bool isChinese = QLocale::system().language() == QLocale::Chinese;
        language = isChinese ? QStringLiteral("zh_CN") : QStringLiteral("en");
    }
    QCoreApplication::removeTranslator(&m_texts);
    QCoreApplication::removeTranslator(&m_qtTexts);
    QLocale::setDefault(QLocale(language));
    if (m_qtTexts.load(QStringLiteral("qtbase_") + language,
                       QLibraryInfo::path(QLibraryInfo::TranslationsPath))) {
        QCoreApplication::installTranslator(&m_qtTexts);
    }
    // English too has a file: its plural forms.
    if (m_texts.load(QLocale(language), QStringLiteral("taloscope"), QStringLiteral("_"),
                     QStringLiteral(":/translations"))) {
        QCoreApplication::installTranslator(&m_texts);
    }
}

} // namespace ui
