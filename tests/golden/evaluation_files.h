#pragma once

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <QFile>

#include "core/model/annotation.h"
#include "core/tal/average_precision.h"

namespace tests {

// A JSON file in the order of its keys.
inline nlohmann::ordered_json orderedJson(const std::filesystem::path &path)
{
    QFile file(QString::fromStdString(path.string()));
    if (!file.open(QIODevice::ReadOnly)) {
        throw std::runtime_error("cannot read " + path.string());
    }
    return nlohmann::ordered_json::parse(file.readAll().toStdString());
}

// Rows: tIoU, columns: classes, as the golden arrays hold them.
inline std::vector<double> apMatrix(const core::tal::EvaluationResult &result)
{
    std::vector<double> matrix;
    for (std::size_t t = 0; t < result.tiou.size(); ++t) {
        for (const core::tal::ClassResult &entry : result.classes) {
            matrix.push_back(entry.ap[t]);
        }
    }
    return matrix;
}

// Ground truth and predictions of an evaluation case, taken from their JSON without our file
// readers and in the order of the files, which is how the released evaluators number classes.
// `classes` come first where another order is wanted.
struct EvaluationFiles
{
    core::model::GroundTruth truth;
    core::model::DetectionSet predictions;

    EvaluationFiles(const nlohmann::ordered_json &truthFile,
                    const nlohmann::ordered_json &predictionFile,
                    std::vector<std::string> classes = {})
    {
        truth.classes = std::move(classes);
        for (const auto &[video, entry] : truthFile.at("database").items()) {
            core::model::VideoGroundTruth known;
            known.video = video;
            known.subset = entry.at("subset").get<std::string>();
            for (const auto &row : entry.at("annotations")) {
                known.instances.push_back({.classIndex = classOf(truth.classes, row),
                                           .start = row.at("segment")[0].get<double>(),
                                           .end = row.at("segment")[1].get<double>()});
            }
            truth.videos.push_back(std::move(known));
        }
        for (const auto &[video, rows] : predictionFile.at("results").items()) {
            core::model::VideoDetections predicted{.video = video, .detections = {}};
            for (const auto &row : rows) {
                predicted.detections.push_back({.classIndex = classOf(predictions.classes, row),
                                                .start = row.at("segment")[0].get<double>(),
                                                .end = row.at("segment")[1].get<double>(),
                                                .score = row.at("score").get<double>()});
            }
            predictions.videos.push_back(std::move(predicted));
        }
    }

private:
    static int classOf(std::vector<std::string> &classes, const nlohmann::ordered_json &row)
    {
        const auto label = row.at("label").get<std::string>();
        const auto found = std::find(classes.begin(), classes.end(), label);
        if (found != classes.end()) {
            return static_cast<int>(found - classes.begin());
        }
        classes.push_back(label);
        return static_cast<int>(classes.size()) - 1;
    }
};

} // namespace tests
