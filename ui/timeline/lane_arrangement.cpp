#include "ui/timeline/lane_arrangement.h"

#include <algorithm>
#include <utility>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace ui::timeline {

namespace {

const QString kOrder = QStringLiteral("order");
const QString kHidden = QStringLiteral("hidden");
const QString kHeights = QStringLiteral("heights");

} // namespace

std::vector<QString> LaneArrangement::ordered(const std::vector<QString> &keys) const
{
    std::vector<QString> result;
    for (const QString &key : m_order) {
        if (std::find(keys.begin(), keys.end(), key) != keys.end()) {
            result.push_back(key);
        }
    }
    auto place = result.begin();
    for (const QString &key : keys) {
        const auto known = std::find(result.begin(), result.end(), key);
        place = known != result.end() ? known + 1 : result.insert(place, key) + 1;
    }
    return result;
}

void LaneArrangement::move(const std::vector<QString> &shown, const QString &key, int step)
{
    std::vector<QString> order = shown;
    const auto place = std::find(order.begin(), order.end(), key);
    const bool canMove = place != order.end() &&
                         (step < 0 ? place != order.begin() : std::next(place) != order.end());
    if (canMove) {
        std::iter_swap(place, step < 0 ? std::prev(place) : std::next(place));
        m_order = std::move(order);
    }
}

bool LaneArrangement::isHidden(const QString &key) const
{
    return m_solo.isEmpty() ? m_hidden.contains(key) : m_solo != key;
}

void LaneArrangement::setHidden(const QString &key, bool isHidden)
{
    m_solo.clear();
    if (isHidden) {
        m_hidden.insert(key);
    } else {
        m_hidden.erase(key);
    }
}

void LaneArrangement::showAll()
{
    m_solo.clear();
    m_hidden.clear();
}

std::optional<int> LaneArrangement::height(const QString &key) const
{
    const auto found = m_heights.find(key);
    return found != m_heights.end() ? std::optional(found->second) : std::nullopt;
}

void LaneArrangement::setHeight(const QString &key, std::optional<int> height)
{
    if (height) {
        m_heights[key] = *height;
    } else {
        m_heights.erase(key);
    }
}

QByteArray LaneArrangement::save() const
{
    QJsonArray order;
    for (const QString &key : m_order) {
        order.append(key);
    }
    QJsonArray hidden;
    for (const QString &key : m_hidden) {
        hidden.append(key);
    }
    QJsonObject heights;
    for (const auto &[key, height] : m_heights) {
        heights.insert(key, height);
    }
    return QJsonDocument(QJsonObject{{kOrder, order}, {kHidden, hidden}, {kHeights, heights}})
        .toJson(QJsonDocument::Compact);
}

LaneArrangement LaneArrangement::load(const QByteArray &saved)
{
    const QJsonObject json = QJsonDocument::fromJson(saved).object();
    LaneArrangement result;
    const QJsonArray order = json.value(kOrder).toArray();
    for (const auto &key : order) {
        result.m_order.push_back(key.toString());
    }
    const QJsonArray hidden = json.value(kHidden).toArray();
    for (const auto &key : hidden) {
        result.m_hidden.insert(key.toString());
    }
    const QJsonObject heights = json.value(kHeights).toObject();
    for (auto it = heights.begin(); it != heights.end(); ++it) {
        result.m_heights[it.key()] = it.value().toInt();
    }
    return result;
}

} // namespace ui::timeline
