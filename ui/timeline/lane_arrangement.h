#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include <QByteArray>
#include <QString>

namespace ui::timeline {

// Which lanes a person wants to see, in which order and how high, by the lanes' keys. It outlives
// the lanes: they come and go with the videos. A plain value.
class LaneArrangement
{
public:
    // The lanes in the wanted order; one that nobody has moved stays behind the one that it was
    // added after.
    std::vector<QString> ordered(const std::vector<QString> &keys) const;
    // Moves a lane up (-1) or down (1) among these, which are in the order that is shown.
    void move(const std::vector<QString> &shown, const QString &key, int step);

    bool isHidden(const QString &key) const;
    void setHidden(const QString &key, bool isHidden);
    // Shows one lane alone until it is taken back with an empty key; never saved.
    void setSolo(const QString &key) { m_solo = key; }
    const QString &solo() const { return m_solo; }
    void showAll();

    // None: the lane's own height.
    std::optional<int> height(const QString &key) const;
    void setHeight(const QString &key, std::optional<int> height);

    QByteArray save() const;
    // What cannot be read gives an arrangement without wishes.
    static LaneArrangement load(const QByteArray &saved);

private:
    std::vector<QString> m_order;
    std::set<QString> m_hidden;
    std::map<QString, int> m_heights;
    QString m_solo;
};

} // namespace ui::timeline
