#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <QApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>
#include <QStyleFactory>
#include <QTemporaryDir>
#include <QThreadPool>

#include "core/base/file.h"
#include "core/base/interrupt.h"
#include "core/base/log.h"
#include "core/base/time.h"
#include "core/base/version.h"

#include "ui/analysis/page_print.h"
#include "ui/common/icons.h"
#include "ui/common/qt_convert.h"
#include "ui/common/settings.h"
#include "ui/common/theme.h"
#include "ui/main_window.h"
#include "ui/player/playback_controller.h"
#include "ui/studio.h"
#include "ui/timeline/timeline_view.h"
#include "ui/workspace.h"

#include "app/studio/render.h"
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
    std::vector<std::string> commands;
    std::vector<std::string> imports;
    std::string size;
    std::string render;
    std::string show;
    std::optional<double> fromS;
    std::optional<double> toS;
    bool isJson = false;
    std::string page;
    std::string pdf;
};

constexpr QSize kPictureSize = {1600, 1000};

// "WxH" to a size; invalid where the text is something else.
QSize parseSize(const std::string &text)
{
    const QStringList parts = QString::fromStdString(text).split(QLatin1Char('x'));
    return parts.size() == 2 ? QSize(parts[0].toInt(), parts[1].toInt()) : QSize();
}

// `talo render` starts this program with them.
void addRenderOptions(CLI::App &app, Options &options)
{
    app.add_option("--render", options.render,
                   "Write the timeline of the video as a picture (.png) or film (.mp4) and exit");
    app.add_option("--show", options.show,
                   "With --render: lanes alone, or the video above them (default for a film)")
        ->check(CLI::IsMember({"lanes", "video"}));
    app.add_option("--from", options.fromS, "With --render: start in seconds");
    app.add_option("--to", options.toS, "With --render: end in seconds");
    app.add_flag("--json", options.isJson, "With --render: say what was written as JSON");
}

// `talo report` starts this program with them.
void addPrintOptions(CLI::App &app, Options &options)
{
    CLI::Option *pdf = app.add_option("--pdf", options.pdf, "With --page: the file to write");
    app.add_option("--page", options.page, "Print a page of 'talo report' and exit")->needs(pdf);
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
    app.add_option("--command", options.commands,
                   "With --screenshot: the picture of the dialog of this command, e.g. "
                   "edit.preferences; again for one after another, e.g. analysis.detad, then "
                   "view.float-panel")
        ->allow_extra_args(false);
    app.add_option("--import", options.imports, "Files or folders to import, as if dropped");
    app.add_option("--size", options.size, "Size of the window, e.g. 1600x1000")
        ->check([](const std::string &text) {
            return parseSize(text).isEmpty() ? std::string("expected WIDTHxHEIGHT") : std::string();
        });
    addRenderOptions(app, options);
    addPrintOptions(app, options);
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

QStringList toStringList(const std::vector<std::string> &texts)
{
    QStringList list;
    for (const std::string &text : texts) {
        list << QString::fromStdString(text);
    }
    return list;
}

core::base::Result<void> savePicture(ui::MainWindow &window, const Options &options)
{
    const QString path = QString::fromStdString(options.screenshot);
    if (!options.imports.empty()) {
        return app::studio::saveImportPicture(window, toStringList(options.imports), path);
    }
    if (!options.commands.empty()) {
        return app::studio::saveCommandPicture(window, toStringList(options.commands), path);
    }
    return app::studio::saveScreenshot(window, path);
}

core::base::Result<void> saveRendering(ui::MainWindow &window, const Options &options)
{
    const QString file = QString::fromStdString(options.render);
    const bool isPicture = file.endsWith(QLatin1String(".png"), Qt::CaseInsensitive);
    const auto rendered = TRY(app::studio::render(
        window,
        {.file = file,
         .showsVideo = options.show.empty() ? !isPicture : options.show == "video",
         .size = options.size.empty() ? QSize() : parseSize(options.size),
         .fromS = options.fromS,
         .toS = options.toS,
         .timeS = options.timeS},
        core::base::cancelOnInterrupt()));
    if (options.isJson) {
        const QJsonObject said = {{QStringLiteral("out"), file},
                                  {QStringLiteral("video"), window.workspace().videoName()},
                                  {QStringLiteral("width"), rendered.size.width()},
                                  {QStringLiteral("height"), rendered.size.height()},
                                  {QStringLiteral("frames"), static_cast<double>(rendered.frames)}};
        fmt::print("{}\n", QJsonDocument(said).toJson(QJsonDocument::Compact).toStdString());
    } else {
        fmt::print("Wrote {}: {}x{}, {} frame(s).\n", options.render, rendered.size.width(),
                   rendered.size.height(), rendered.frames);
    }
    return {};
}

// Until the person closes the window.
int work(ui::MainWindow &window, const Options &options)
{
    const auto goOn = [&window, &options] {
        if (options.timeS) {
            showTime(window, *options.timeS);
        }
        if (!options.imports.empty()) {
            window.importFiles(toStringList(options.imports));
        }
    };
    if (options.project.empty()) {
        QMetaObject::invokeMethod(&window, goOn, Qt::QueuedConnection);
    } else {
        window.openProjectSoon(QString::fromStdString(options.project),
                               QString::fromStdString(options.video), goOn);
    }
    return QApplication::exec();
}

core::base::Result<void> print(const Options &options)
{
    return ui::analysis::printPage(TRY(core::base::readFile(options.page)), options.pdf);
}

// The exit status after work that may have failed.
int statusOf(const core::base::Result<void> &done)
{
    if (!done) {
        core::base::logger("studio")->error("{}", done.error().sentence());
        return core::base::exitCode(done.error().code);
    }
    return 0;
}

int run(const Options &options)
{
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setFont(ui::common::textFont(12));
    QApplication::setWindowIcon(
        QIcon(ui::common::iconPixmap(QStringLiteral("taloscope"), 64, Qt::white, 1.0)));
    // A picture shows the studio as it is delivered and leaves no trace of itself.
    const QTemporaryDir scratch;
    const bool isPicture = !options.screenshot.empty() || !options.render.empty();
    ui::common::Settings settings(isPicture ? scratch.filePath(QStringLiteral("settings.ini"))
                                            : QString());
    ui::Studio studio(settings, QString::fromStdString(options.language));
    ui::MainWindow &window = studio.window();
    if (!options.theme.empty()) {
        window.setTheme(options.theme == "dark" ? ui::common::ThemeChoice::Dark
                                                : ui::common::ThemeChoice::Light);
    }
    if (!options.size.empty() || isPicture) {
        window.resize(options.size.empty() ? kPictureSize : parseSize(options.size));
    }
    window.show();
    if (!isPicture) {
        return work(window, options);
    }
    if (!options.project.empty() && !window.openProject(QString::fromStdString(options.project),
                                                        QString::fromStdString(options.video))) {
        core::base::logger("studio")->error("{}", window.problem().toStdString());
        return 3;
    }
    if (options.timeS) {
        showTime(window, *options.timeS);
    }
    const auto saved =
        options.render.empty() ? savePicture(window, options) : saveRendering(window, options);
    return statusOf(saved);
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
    const bool isSilent = !options.render.empty() || !options.page.empty();
    if (isSilent && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) {
        qputenv("QT_QPA_PLATFORM", "offscreen"); // nothing is to be seen
    }
    QApplication application(argc, argv); // after parsing: --help and --version need no display
    QApplication::setApplicationName(QStringLiteral("Taloscope"));
    const int status = options.page.empty() ? run(options) : statusOf(print(options));
    QThreadPool::globalInstance()->waitForDone(); // work that the window left behind
    return status;
}
