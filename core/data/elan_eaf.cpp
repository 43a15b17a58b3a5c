#include "core/data/elan_eaf.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "core/data/number_text.h"
#include "core/data/xml_exchange.h"

namespace core::data {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

std::int64_t milliseconds(double seconds)
{
    return std::llround(seconds * 1000.0);
}

using TimeSlots = std::unordered_map<std::string, double>; // seconds; without a time: not there

Result<TimeSlots> readSlots(const pugi::xml_node &document)
{
    TimeSlots times;
    for (const pugi::xml_node &slot : document.child("TIME_ORDER").children("TIME_SLOT")) {
        const pugi::xml_attribute value = slot.attribute("TIME_VALUE");
        if (!value) {
            continue;
        }
        const auto number = parseNumber(value.value());
        if (!number) {
            return fail({.code = ErrorCode::BadFormat,
                         .problem = fmt::format("has the time '{}'", value.value()),
                         .place = slot.attribute("TIME_SLOT_ID").value(),
                         .expected = "whole milliseconds"});
        }
        times[slot.attribute("TIME_SLOT_ID").value()] = *number / 1000.0;
    }
    return times;
}

Result<void> readTier(const pugi::xml_node &tier, const TimeSlots &times, const std::string &video,
                      ExchangeBuilder &builder)
{
    const std::string tierName = tier.attribute("TIER_ID").value();
    for (const pugi::xml_node &entry : tier.children("ANNOTATION")) {
        const pugi::xml_node annotation = entry.child("ALIGNABLE_ANNOTATION");
        const std::string place =
            fmt::format("{}: {}", tierName, annotation.attribute("ANNOTATION_ID").value());
        const auto start = times.find(annotation.attribute("TIME_SLOT_REF1").value());
        const auto end = times.find(annotation.attribute("TIME_SLOT_REF2").value());
        if (!annotation || start == times.end() || end == times.end()) {
            builder.skip(place, "has no start or no end");
            continue;
        }
        const std::string value = annotation.child("ANNOTATION_VALUE").text().get();
        auto added =
            builder.add(video, value.empty() ? tierName : value, start->second, end->second);
        if (!added) {
            return fail(std::move(added).error().at(place));
        }
    }
    return {};
}

// One class's segments, put into as few rows as hold no two that overlap.
std::vector<std::vector<std::size_t>> rowsOf(const std::vector<model::Instance> &instances,
                                             int classIndex)
{
    std::vector<std::size_t> members;
    for (std::size_t i = 0; i < instances.size(); ++i) {
        if (instances[i].classIndex == classIndex) {
            members.push_back(i);
        }
    }
    std::stable_sort(members.begin(), members.end(), [&](std::size_t a, std::size_t b) {
        return instances[a].start < instances[b].start;
    });
    std::vector<std::vector<std::size_t>> rows;
    for (const std::size_t i : members) {
        const auto free = std::find_if(rows.begin(), rows.end(), [&](const auto &row) {
            return milliseconds(instances[row.back()].end) <= milliseconds(instances[i].start);
        });
        if (free == rows.end()) {
            rows.push_back({i});
        } else {
            free->push_back(i);
        }
    }
    return rows;
}

class EafWriter
{
public:
    EafWriter(const ExchangeSet &set, const ExchangeVideo &video)
        : m_set(set)
        , m_video(video)
    {
    }

    std::string text()
    {
        pugi::xml_node root = m_document.append_child("ANNOTATION_DOCUMENT");
        setAttributes(
            root, {{"AUTHOR", "Taloscope"},
                   {"DATE", "1970-01-01T00:00:00+00:00"}, // the same bytes every time
                   {"FORMAT", "3.0"},
                   {"VERSION", "3.0"},
                   {"xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"},
                   {"xsi:noNamespaceSchemaLocation", "http://www.mpi.nl/tools/elan/EAFv3.0.xsd"}});
        pugi::xml_node header = root.append_child("HEADER");
        setAttributes(header, {{"MEDIA_FILE", ""}, {"TIME_UNITS", "milliseconds"}});
        setAttributes(header.append_child("MEDIA_DESCRIPTOR"),
                      {{"MEDIA_URL", m_video.mediaFile()},
                       {"MIME_TYPE", "video/mp4"},
                       {"RELATIVE_MEDIA_URL", "./" + m_video.mediaFile()}});
        m_lastId = header.append_child("PROPERTY");
        m_times = root.append_child("TIME_ORDER");
        addTiers(root);
        pugi::xml_node type = root.append_child("LINGUISTIC_TYPE");
        setAttributes(type, {{"CONTROLLED_VOCABULARY_REF", "actions"},
                             {"GRAPHIC_REFERENCES", "false"},
                             {"LINGUISTIC_TYPE_ID", "action"},
                             {"TIME_ALIGNABLE", "true"}});
        pugi::xml_node language = root.append_child("LANGUAGE");
        setAttributes(language, {{"LANG_ID", "und"},
                                 {"LANG_DEF", "http://cdb.iso.org/lg/CDB-00130975-001"},
                                 {"LANG_LABEL", "undetermined (und)"}});
        addVocabulary(root);
        setAttributes(m_lastId, {{"NAME", "lastUsedAnnotationId"}});
        m_lastId.text().set(std::to_string(m_annotations).c_str());
        return xmlText(m_document);
    }

private:
    void addTiers(pugi::xml_node &root)
    {
        for (std::size_t c = 0; c < m_set.classes.size(); ++c) {
            auto rows = rowsOf(m_video.truth.instances, static_cast<int>(c));
            for (std::size_t r = 0; r < rows.size(); ++r) {
                pugi::xml_node tier = root.append_child("TIER");
                setAttributes(
                    tier, {{"LINGUISTIC_TYPE_REF", "action"},
                           {"TIER_ID", r == 0 ? m_set.classes[c]
                                              : fmt::format("{} ({})", m_set.classes[c], r + 1)}});
                for (const std::size_t i : rows[r]) {
                    addAnnotation(tier, m_video.truth.instances[i]);
                }
            }
        }
    }

    std::string addSlot(double seconds)
    {
        std::string id = fmt::format("ts{}", ++m_slots);
        setAttributes(
            m_times.append_child("TIME_SLOT"),
            {{"TIME_SLOT_ID", id}, {"TIME_VALUE", std::to_string(milliseconds(seconds))}});
        return id;
    }

    void addAnnotation(pugi::xml_node &tier, const model::Instance &instance)
    {
        pugi::xml_node entry = tier.append_child("ANNOTATION").append_child("ALIGNABLE_ANNOTATION");
        const std::string start = addSlot(instance.start);
        const std::string end = addSlot(instance.end);
        setAttributes(entry, {{"ANNOTATION_ID", fmt::format("a{}", ++m_annotations)},
                              {"TIME_SLOT_REF1", start},
                              {"TIME_SLOT_REF2", end}});
        entry.append_child("ANNOTATION_VALUE").text().set(m_set.className(instance).c_str());
    }

    void addVocabulary(pugi::xml_node &root)
    {
        pugi::xml_node vocabulary = root.append_child("CONTROLLED_VOCABULARY");
        setAttributes(vocabulary, {{"CV_ID", "actions"}});
        setAttributes(vocabulary.append_child("DESCRIPTION"), {{"LANG_REF", "und"}});
        for (std::size_t c = 0; c < m_set.classes.size(); ++c) {
            pugi::xml_node entry = vocabulary.append_child("CV_ENTRY_ML");
            setAttributes(entry, {{"CVE_ID", fmt::format("cve{}", c)}});
            pugi::xml_node value = entry.append_child("CVE_VALUE");
            setAttributes(value, {{"DESCRIPTION", ""}, {"LANG_REF", "und"}});
            value.text().set(m_set.classes[c].c_str());
        }
    }

    const ExchangeSet &m_set;
    const ExchangeVideo &m_video;
    pugi::xml_document m_document;
    pugi::xml_node m_times;
    pugi::xml_node m_lastId;
    std::size_t m_slots = 0;
    std::size_t m_annotations = 0;
};

} // namespace

Result<ExchangeFile> readElan(std::string_view text, const std::string &fileStem,
                              const ReadOptions &options)
{
    pugi::xml_document document;
    TRY(parseXml(document, text, "ANNOTATION_DOCUMENT", "an ELAN .eaf file"));
    const pugi::xml_node root = document.document_element();
    const pugi::xml_node header = root.child("HEADER");
    const std::string unit = header.attribute("TIME_UNITS").value();
    if (!unit.empty() && unit != "milliseconds") {
        return fail({.code = ErrorCode::Unsupported,
                     .problem = fmt::format("counts time in {}", unit),
                     .place = "HEADER",
                     .expected = "milliseconds"});
    }
    const std::string media = header.child("MEDIA_DESCRIPTOR").attribute("MEDIA_URL").value();
    const std::string video = media.empty() ? fileStem : videoOfMedia(media);
    const TimeSlots times = TRY(readSlots(root));
    ExchangeBuilder builder(options);
    TRY(builder.addVideo(video, {}, {}, {}, media));
    for (const pugi::xml_node &tier : root.children("TIER")) {
        TRY(readTier(tier, times, video, builder));
    }
    return builder.finish("elan");
}

Result<std::string> elanText(const ExchangeSet &set, std::size_t video)
{
    TRY(checkExchange(set, false));
    return EafWriter(set, set.videos[video]).text();
}

} // namespace core::data
