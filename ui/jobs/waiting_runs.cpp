#include "ui/jobs/waiting_runs.h"

#include <optional>
#include <utility>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "core/data/job_manifest.h"
#include "core/data/run_config.h"

#include "ui/common/qt_convert.h"

namespace ui::jobs {

using common::toQString;
using core::job::RunRequest;
namespace data = core::data;

namespace {

const QString kResumes = QStringLiteral("resumes");
const QString kRecipe = QStringLiteral("recipe");
const QString kConfig = QStringLiteral("config");
const QString kStages = QStringLiteral("stages");
const QString kFeatures = QStringLiteral("features");
const QString kStudentFeatures = QStringLiteral("student_features");
const QString kLabelSet = QStringLiteral("label_set");
const QString kSource = QStringLiteral("source");
const QString kDevice = QStringLiteral("device");
const QString kDetails = QStringLiteral("details");

QJsonObject objectOf(const RunRequest &request)
{
    QStringList stages;
    for (const data::TrainingStage stage : request.stages) {
        stages << QString::fromLatin1(data::trainingStageName(stage));
    }
    return {{kRecipe, toQString(request.recipe)},
            {kConfig, toQString(data::writeRunConfig(request.config))},
            {kStages, stages.join(QLatin1Char(','))},
            {kFeatures, toQString(request.input.generatorFeatures)},
            {kStudentFeatures, toQString(request.input.studentFeatures)},
            {kLabelSet, toQString(request.input.labelSet)},
            {kSource, toQString(request.source)},
            {kDevice, toQString(request.device)}};
}

std::optional<RunRequest> requestOf(const QJsonObject &object)
{
    const auto text = [&](const QString &key) { return common::toUtf8(object[key].toString()); };
    auto config = data::parseRunConfig(text(kConfig));
    core::base::Result<std::vector<data::TrainingStage>> stages = {};
    if (const std::string names = text(kStages); !names.empty()) {
        stages = data::parseTrainingStages(names);
    }
    if (!config || !stages) {
        return {};
    }
    RunRequest request;
    request.recipe = text(kRecipe);
    request.config = *std::move(config);
    request.stages = *std::move(stages);
    request.input = {text(kFeatures), text(kStudentFeatures), text(kLabelSet)};
    request.source = text(kSource);
    request.device = text(kDevice);
    return request;
}

} // namespace

std::string writeWaitingRuns(const std::vector<WaitingRun> &runs)
{
    QJsonArray array;
    for (const WaitingRun &run : runs) {
        const auto *request = std::get_if<RunRequest>(&run.what);
        QJsonObject object = request != nullptr
                                 ? objectOf(*request)
                                 : QJsonObject{{kResumes, toQString(std::get<1>(run.what))}};
        object.insert(kDetails, run.details);
        array.append(object);
    }
    return QJsonDocument(array).toJson(QJsonDocument::Compact).toStdString();
}

std::vector<WaitingRun> readWaitingRuns(const std::string &json)
{
    std::vector<WaitingRun> runs;
    const QJsonArray array = QJsonDocument::fromJson(QByteArray::fromStdString(json)).array();
    for (const auto &value : array) {
        const QJsonObject object = value.toObject();
        const QString details = object[kDetails].toString();
        if (object.contains(kResumes)) {
            runs.push_back({common::toUtf8(object[kResumes].toString()), details});
        } else if (auto request = requestOf(object)) {
            runs.push_back({*std::move(request), details});
        }
    }
    return runs;
}

} // namespace ui::jobs
