#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include <QApplication>
#include <QStringList>
#include <QStyleFactory>
#include <QTemporaryDir>

#include "core/base/log.h"
#include "core/base/time.h"
#include "core/base/version.h"

#include "ui/common/icons.h"
#include "ui/common/qt_convert.h"
#include "ui/common/settings.h"
#include "ui/common/theme.h"
#include "ui/main_window.h"
#include "ui/player/playback_controller.h"
#include "ui/studio.h"
#include "ui/timeline/timeline_view.h"
#include "ui/workspace.h"

#include "app/studio/screenshot.h"

namespace {

struct Options
{
    std::string project;
    std::string video;
    std::optional<double> timeS;
    std::string theme;
    std::string language;
    std::string screenshot;
    std::string command;
    std::vector<std::string> imports;
    std::string size;
};

// "WxH" to a size; invalid where the text is something else.
QSize parseSize(const std::string &text)
{
    const QStringList parts = QString::fromStdString(text).split(QLatin1Char('x'));
    return parts.size() == 2 ? QSize(parts[0].toInt(), parts[1].toInt()) : QSize();
}

void addOptions(CLI::App &app, Options &options)
{
    app.set_version_flag("--version", core::base::kVersion);
    app.add_option("project", options.project, "Project to open (.talo)");
    app.add_option("--video", options.video, "Video to show");
    app.add_option("--time", options.timeS, "Time to go to, in seconds")
        ->check(CLI::NonNegativeNumber);
    app.add_option("--theme", options.theme, "dark or light, whatever the settings say")
        ->check(CLI::IsMember({"dark", "light"}));
    app.add_option("--language", options.language, "en or zh_CN, whatever the settings say")
        ->check(CLI::IsMember({"en", "zh_CN"}));
    app.add_option("--screenshot", options.screenshot,
                   "Write a picture of the window to this PNG file and exit");
    app.add_option("--command", options.command,
                   "With --screenshot: the picture of the dialog of this command, e.g. "
                   "edit.preferences");
    app.add_option("--import", options.imports, "Files or folders to import, as if dropped");
    app.add_option("--size", options.size, "Size of the window, e.g. 1600x1000")
        ->check([](const std::string &text) {
            return parseSize(text).isEmpty() ? std::string("expected WIDTHxHEIGHT") : std::string();
        });
    app.footer("Exit codes: 0 done, 1 failed, 2 wrong usage, 3 bad input.");
}

// Goes to a time and tells about the segment that is there.
void showTime(ui::MainWindow &window, double seconds)
{
    ui::player::PlaybackController &controller = window.workspace().controller();
    controller.seekTo(core::base::secondsToUs(seconds));
    window.workspace().timeline().axis().reveal(controller.time());
    window.workspace().timeline().selectAtPlayhead();
}

QStringList importsOf(const Options &options)
{
    QStringList files;
    for (const std::string &path : options.imports) {
        files << QString::fromStdString(path);
    }
    return files;
}

core::base::Result<void> savePicture(ui::MainWindow &window, const Options &options)
{
    const QString path = QString::fromStdString(options.screenshot);
    if (!options.imports.empty()) {
        return app::studio::saveImportPicture(window, importsOf(options), path);
    }
    if (!options.command.empty()) {
        return app::studio::saveCommandPicture(window, QString::fromStdString(options.command),
                                               path);
    }
    return app::studio::saveScreenshot(window, path);
}

int run(const Options &options)
{
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setFont(ui::common::textFont(12));
    QApplication::setWindowIcon(
        QIcon(ui::common::iconPixmap(QStringLiteral("taloscope"), 64, Qt::white, 1.0)));
    // A picture shows the studio as it is delivered and leaves no trace of itself.
    const QTemporaryDir scratch;
    ui::common::Settings settings(
        options.screenshot.empty() ? QString() : scratch.filePath(QStringLiteral("settings.ini")));
    ui::Studio studio(settings, QString::fromStdString(options.language));
    ui::MainWindow &window = studio.window();
    if (!options.theme.empty()) {
        window.setTheme(options.theme == "dark" ? ui::common::ThemeChoice::Dark
                                                : ui::common::ThemeChoice::Light);
    }
    if (!options.size.empty()) {
        window.resize(parseSize(options.size));
    }
    window.show();
    const bool isOpen =
        options.project.empty() || window.openProject(QString::fromStdString(options.project),
                                                      QString::fromStdString(options.video));
    if (options.timeS && isOpen) {
        showTime(window, *options.timeS);
    }
    if (options.screenshot.empty()) {
        if (!options.imports.empty()) {
            QMetaObject::invokeMethod(
                &window, [&window, files = importsOf(options)] { window.importFiles(files); },
                Qt::QueuedConnection);
        }
        return QApplication::exec();
    }
    if (!isOpen) {
        core::base::logger("studio")->error("{}", window.problem().toStdString());
        return 3;
    }
    const auto saved = savePicture(window, options);
    if (!saved) {
        core::base::logger("studio")->error("{}", saved.error().sentence());
        return core::base::exitCode(saved.error().code);
    }
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    CLI::App app("taloscope - see which pseudo-labels are wrong, why, and what fixing them buys",
                 "taloscope");
    Options options;
    addOptions(app, options);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success &success) {
        return app.exit(success);
    } catch (const CLI::ParseError &error) {
        app.exit(error);
        return 2;
    }
    QGuiApplication::setHighDpiScaleFactorRoundingPolicy(
        Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    QApplication application(argc, argv); // after parsing: --help and --version need no display
    QApplication::setApplicationName(QStringLiteral("Taloscope"));
    return run(options);
}
