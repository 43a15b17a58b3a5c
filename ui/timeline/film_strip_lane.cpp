#include "ui/timeline/film_strip_lane.h"

#include <algorithm>
#include <cmath>

#include <QPainter>

#include "ui/common/theme.h"
#include "ui/timeline/time_axis.h"

namespace ui::timeline {

using core::base::TimeUs;

namespace {

constexpr int kMargin = 2;
constexpr qsizetype kMaxImages = 600; // some 20 MB at the default height and ratio 1

} // namespace

FilmStripLane::FilmStripLane(const QString &title, const LaneContext &context, QWidget *parent)
    : Lane(title, context, parent)
{
}

void FilmStripLane::reset(double aspect)
{
    m_aspect = aspect;
    m_images.clear();
    request();
    update();
}

void FilmStripLane::setThumbnail(TimeUs time, const QImage &image)
{
    if (m_images.size() >= kMaxImages) {
        const std::vector<TimeUs> visible = visibleTiles();
        m_images.removeIf([&](const auto &item) {
            return !std::binary_search(visible.begin(), visible.end(), TimeUs{item.key()});
        });
    }
    m_images.insert(time, image);
    update();
}

bool FilmStripLane::isComplete() const
{
    const std::vector<TimeUs> tiles = visibleTiles();
    return std::all_of(tiles.begin(), tiles.end(),
                       [this](TimeUs time) { return m_images.contains(time); });
}

double FilmStripLane::tileWidth() const
{
    return std::max((height() - 2 * kMargin - 1) * m_aspect, 16.0);
}

// Tiles stand at multiples of a power of the root of two, so that panning finds pictures that are
// already there; a tile shows the middle of its picture, at least seven tenths of its width.
TimeUs FilmStripLane::tileStep() const
{
    const double most = tileWidth() * axis().scale().usPerPixel;
    const double steps = std::floor(2 * std::log2(most));
    return std::max<TimeUs>(std::llround(std::exp2(steps / 2)), 1);
}

std::vector<TimeUs> FilmStripLane::visibleTiles() const
{
    std::vector<TimeUs> tiles;
    if (m_aspect <= 0 || axis().durationUs() <= 0 || width() < 2) {
        return tiles;
    }
    const core::base::TimeRange visible = axis().visible();
    const TimeUs step = tileStep();
    for (TimeUs time = visible.startUs / step * step; time < visible.endUs; time += step) {
        tiles.push_back(time);
    }
    return tiles;
}

void FilmStripLane::request()
{
    std::vector<TimeUs> missing;
    for (const TimeUs time : visibleTiles()) {
        if (!m_images.contains(time)) {
            missing.push_back(time);
        }
    }
    emit thumbnailsWanted(
        missing, static_cast<int>(std::lround((height() - 2 * kMargin - 1) * devicePixelRatioF())));
}

void FilmStripLane::axisChanged()
{
    request();
    Lane::axisChanged();
}

void FilmStripLane::resizeEvent(QResizeEvent *event)
{
    Lane::resizeEvent(event);
    request();
}

void FilmStripLane::paintContent(QPainter &painter, const QRect &exposed)
{
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const TimeUs step = tileStep();
    for (const TimeUs time : visibleTiles()) {
        const double left = std::round(axis().xOf(time));
        const double right = std::round(axis().xOf(std::min(time + step, axis().durationUs())));
        const QRectF tile(left, kMargin, std::max(right - left - 1, 1.0),
                          height() - 2 * kMargin - 1);
        if (!tile.intersects(exposed)) {
            continue;
        }
        const auto found = m_images.constFind(time);
        if (found == m_images.constEnd()) {
            painter.fillRect(tile, theme().head);
            continue;
        }
        // Cut the picture to the tile's shape, about its middle.
        const double scale = tile.height() / found->height();
        const double shown = std::min(tile.width() / scale, double(found->width()));
        painter.fillRect(tile, theme().stage);
        painter.drawImage(
            QRectF(tile.center().x() - shown * scale / 2, tile.top(), shown * scale, tile.height()),
            *found, QRectF((found->width() - shown) / 2, 0, shown, found->height()));
    }
}

} // namespace ui::timeline
