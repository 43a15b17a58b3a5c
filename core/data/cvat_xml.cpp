#include "core/data/cvat_xml.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/data/number_text.h"
#include "core/data/xml_exchange.h"

namespace core::data {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

// The attribute of a box that holds a number.
std::optional<double> numberIn(const pugi::xml_node &box, const char *name)
{
    for (const pugi::xml_node &attribute : box.children("attribute")) {
        if (std::string_view(attribute.attribute("name").value()) == name) {
            return parseNumber(attribute.text().get());
        }
    }
    return std::nullopt;
}

Result<void> readTrack(const pugi::xml_node &track, const std::string &video,
                       std::optional<double> fps, ExchangeBuilder &builder)
{
    const std::string place = fmt::format("track {}", track.attribute("id").value());
    const pugi::xml_node first = track.child("box");
    if (!first) {
        builder.skip(place, "has no box");
        return {};
    }
    pugi::xml_node last = first; // the first one outside, or the last there is
    bool isClosed = false;
    for (const pugi::xml_node &box : track.children("box")) {
        if (!isClosed) {
            last = box;
            isClosed = box.attribute("outside").as_int() != 0;
        }
    }
    std::optional<double> start = numberIn(first, "start");
    std::optional<double> end = numberIn(first, "end");
    if (!start || !end) {
        if (!fps || !(*fps > 0.0)) {
            return fail({.code = ErrorCode::BadValue,
                         .problem = "counts frames of a video whose rate is not given",
                         .place = place,
                         .expected = "attributes start and end, or <fps> in <meta>"});
        }
        start = first.attribute("frame").as_double() / *fps;
        end = (last.attribute("frame").as_double() + (isClosed ? 0.0 : 1.0)) / *fps;
    }
    auto added = builder.add(video, track.attribute("label").value(), *start, *end,
                             numberIn(first, "score"));
    if (!added) {
        return fail(std::move(added).error().at(place));
    }
    return {};
}

void addBox(pugi::xml_node track, std::int64_t frame, bool isOutside,
            const model::Instance &instance, const std::optional<double> &score)
{
    pugi::xml_node box = track.append_child("box");
    setAttributes(box, {{"frame", std::to_string(frame)},
                        {"outside", isOutside ? "1" : "0"},
                        {"occluded", "0"},
                        {"keyframe", "1"},
                        {"xtl", "0.00"},
                        {"ytl", "0.00"},
                        {"xbr", "1.00"},
                        {"ybr", "1.00"},
                        {"z_order", "0"}});
    const auto add = [&](const char *name, double value) {
        pugi::xml_node attribute = box.append_child("attribute");
        setAttributes(attribute, {{"name", name}});
        attribute.text().set(numberText(value).c_str());
    };
    add("start", instance.start);
    add("end", instance.end);
    if (score) {
        add("score", *score);
    }
}

void addMeta(pugi::xml_node root, const ExchangeSet &set, const ExchangeVideo &video)
{
    pugi::xml_node task = root.append_child("meta").append_child("task");
    const auto text = [&](const char *name, const std::string &value) {
        task.append_child(name).text().set(value.c_str());
    };
    text("name", video.truth.video);
    text("size", std::to_string(video.truth.frames.value_or(0)));
    text("mode", "interpolation");
    text("source", video.mediaFile());
    text("fps", numberText(video.truth.fps.value_or(0.0))); // not CVAT's
    pugi::xml_node labels = task.append_child("labels");
    for (const std::string &name : set.classes) {
        pugi::xml_node label = labels.append_child("label");
        label.append_child("name").text().set(name.c_str());
        pugi::xml_node attributes = label.append_child("attributes");
        for (const char *attribute : {"start", "end", "score"}) {
            pugi::xml_node entry = attributes.append_child("attribute");
            entry.append_child("name").text().set(attribute);
            entry.append_child("mutable").text().set("False");
            entry.append_child("input_type").text().set("text");
        }
    }
    pugi::xml_node size = task.append_child("original_size");
    size.append_child("width").text().set("1");
    size.append_child("height").text().set("1");
}

} // namespace

Result<ExchangeFile> readCvat(std::string_view text, const std::string &fileStem,
                              const ReadOptions &options)
{
    pugi::xml_document document;
    TRY(parseXml(document, text, "annotations", "a \"CVAT for video 1.1\" file"));
    const pugi::xml_node root = document.document_element();
    const pugi::xml_node task = root.child("meta").child("task");
    const std::string source = task.child("source").text().get();
    const std::string video = source.empty() ? fileStem : videoOfMedia(source);
    std::optional<double> fps = parseNumber(task.child("fps").text().get());
    if (fps && !(*fps > 0.0)) {
        fps.reset();
    }
    ExchangeBuilder builder(options);
    TRY(builder.addVideo(video, fps, {}, {}, source));
    for (const pugi::xml_node &track : root.children("track")) {
        TRY(readTrack(track, video, fps, builder));
    }
    if (root.child("image")) {
        builder.skip("image", "is a picture, no part of a video");
    }
    return builder.finish("cvat");
}

Result<std::string> cvatText(const ExchangeSet &set, std::size_t index)
{
    TRY(checkExchange(set, true));
    const ExchangeVideo &video = set.videos[index];
    pugi::xml_document document;
    pugi::xml_node root = document.append_child("annotations");
    root.append_child("version").text().set("1.1");
    addMeta(root, set, video);
    for (std::size_t i = 0; i < video.truth.instances.size(); ++i) {
        const model::Instance &instance = video.truth.instances[i];
        pugi::xml_node track = root.append_child("track");
        setAttributes(track, {{"id", std::to_string(i)},
                              {"label", set.className(instance)},
                              {"source", video.scores[i] ? "auto" : "manual"}});
        const std::int64_t first = std::llround(instance.start * *video.truth.fps);
        const std::int64_t after =
            std::max<std::int64_t>(std::llround(instance.end * *video.truth.fps), first + 1);
        addBox(track, first, false, instance, video.scores[i]);
        addBox(track, after, true, instance, video.scores[i]);
    }
    return xmlText(document);
}

} // namespace core::data
