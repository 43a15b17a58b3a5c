#include "core/data/svg_chart.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "core/data/markup_text.h"

namespace core::data {

namespace {

constexpr double kWidth = 560.0;
constexpr double kHeight = 300.0;
constexpr double kLeft = 52.0;
constexpr double kRight = 12.0;
constexpr double kTop = 34.0;
constexpr double kBottom = 58.0;
constexpr double kPlotWidth = kWidth - kLeft - kRight;
constexpr double kPlotHeight = kHeight - kTop - kBottom;

// Paul Tol's bright scheme, safe for colour-blind people.
constexpr std::array<const char *, 7> kColours = {"#4477aa", "#ee6677", "#228833", "#ccbb44",
                                                  "#66ccee", "#aa3377", "#bbbbbb"};

const char *colour(std::size_t index)
{
    return kColours[index % kColours.size()];
}

// The drawing while it is put together.
class Canvas
{
public:
    explicit Canvas(const ChartText &text)
    {
        m_out = fmt::format("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
                            "viewBox=\"0 0 {0:g} {1:g}\" width=\"{0:g}\" height=\"{1:g}\" "
                            "font-family=\"sans-serif\" font-size=\"11\"><title>{2}</title>\n",
                            kWidth, kHeight, escapedMarkup(text.title));
        label(kLeft, 16.0, text.title, "start", "font-size=\"13\" font-weight=\"bold\"");
        label(kLeft + kPlotWidth / 2.0, kHeight - 22.0, text.xLabel, "middle");
        m_out += fmt::format("<text x=\"12\" y=\"{0:.1f}\" text-anchor=\"middle\" "
                             "transform=\"rotate(-90 12 {0:.1f})\">{1}</text>\n",
                             kTop + kPlotHeight / 2.0, escapedMarkup(text.yLabel));
    }

    void label(double x, double y, const std::string &text, const char *anchor,
               const char *style = "")
    {
        m_out += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\" {}>{}</text>\n", x,
                             y, anchor, style, escapedMarkup(text));
    }

    void rectangle(double x, double y, double width, double height, const std::string &fill,
                   const std::string &tip)
    {
        m_out += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" "
                             "fill=\"{}\"><title>{}</title></rect>\n",
                             x, y, width, std::max(height, 0.0), fill, escapedMarkup(tip));
    }

    void line(double x1, double y1, double x2, double y2, const char *style)
    {
        m_out += fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" {}/>\n",
                             x1, y1, x2, y2, style);
    }

    void raw(const std::string &text) { m_out += text; }

    void legend(const std::vector<ChartSeries> &series)
    {
        double x = kLeft;
        for (std::size_t s = 0; s < series.size(); ++s) {
            m_out += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"10\" height=\"10\" "
                                 "fill=\"{}\"/>\n",
                                 x, kHeight - 14.0, colour(s));
            label(x + 13.0, kHeight - 5.0, series[s].name, "start", "font-size=\"9\"");
            x += 20.0 + 5.2 * static_cast<double>(series[s].name.size());
        }
    }

    std::string finish() { return std::move(m_out += "</svg>\n"); }

private:
    std::string m_out;
};

// A vertical axis from `low` to `high` with some five round steps.
struct Axis
{
    double low = 0.0;
    double high = 1.0;
    double step = 0.2;

    static Axis of(double least, double greatest)
    {
        Axis axis{.low = least, .high = std::max(greatest, least + 1e-9)};
        const double raw = (axis.high - axis.low) / 5.0;
        const double power = std::pow(10.0, std::floor(std::log10(raw)));
        for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
            axis.step = factor * power;
            if (axis.step >= raw) {
                break;
            }
        }
        axis.low = std::floor(axis.low / axis.step) * axis.step;
        axis.high = std::ceil(axis.high / axis.step - 1e-9) * axis.step;
        return axis;
    }

    double y(double value) const
    {
        return kTop + kPlotHeight * (1.0 - (value - low) / (high - low));
    }

    void draw(Canvas &canvas) const
    {
        const auto ticks = static_cast<int>(std::lround((high - low) / step));
        for (int i = 0; i <= ticks; ++i) {
            const double value = low + i * step;
            canvas.line(kLeft, y(value), kLeft + kPlotWidth, y(value),
                        std::abs(value) < step / 2 ? "stroke=\"#555555\"" : "stroke=\"#dddddd\"");
            canvas.label(kLeft - 6.0, y(value) + 4.0, fmt::format("{:.3g}", value * 100.0), "end");
        }
    }
};

Axis axisOf(const std::vector<ChartSeries> &series, bool startsAtZero)
{
    double least = startsAtZero ? 0.0 : 1e300;
    double greatest = startsAtZero ? 0.0 : -1e300;
    for (const ChartSeries &entry : series) {
        for (const double value : entry.values) {
            least = std::min(least, value);
            greatest = std::max(greatest, value);
        }
    }
    return least > greatest ? Axis() : Axis::of(least, greatest);
}

void categoryLabels(Canvas &canvas, const std::vector<std::string> &categories)
{
    const double width =
        kPlotWidth / static_cast<double>(std::max<std::size_t>(categories.size(), 1));
    const bool isTight = std::any_of(categories.begin(), categories.end(), [&](const auto &name) {
        return 6.2 * static_cast<double>(name.size()) > width;
    });
    for (std::size_t c = 0; c < categories.size(); ++c) {
        const double x = kLeft + width * (static_cast<double>(c) + 0.5);
        const double y = kTop + kPlotHeight + 14.0;
        if (!isTight) {
            canvas.label(x, y, categories[c], "middle");
            continue;
        }
        canvas.raw(fmt::format("<text x=\"{0:.1f}\" y=\"{1:.1f}\" text-anchor=\"end\" "
                               "font-size=\"9\" transform=\"rotate(-30 {0:.1f} {1:.1f})\">{2}"
                               "</text>\n",
                               x, y, escapedMarkup(categories[c])));
    }
}

} // namespace

std::string barChart(const ChartText &text, const std::vector<std::string> &categories,
                     const std::vector<ChartSeries> &series)
{
    Canvas canvas(text);
    const Axis axis = axisOf(series, true);
    axis.draw(canvas);
    const double group =
        kPlotWidth / static_cast<double>(std::max<std::size_t>(categories.size(), 1));
    const double bar = group * 0.8 / static_cast<double>(std::max<std::size_t>(series.size(), 1));
    for (std::size_t c = 0; c < categories.size(); ++c) {
        for (std::size_t s = 0; s < series.size(); ++s) {
            const double value = series[s].values[c];
            const double x =
                kLeft + group * (static_cast<double>(c) + 0.1) + bar * static_cast<double>(s);
            canvas.rectangle(
                x, axis.y(std::max(value, 0.0)), bar * 0.95,
                axis.y(std::min(value, 0.0)) - axis.y(std::max(value, 0.0)), colour(s),
                fmt::format("{}, {}: {:.2f} %", categories[c], series[s].name, value * 100.0));
        }
    }
    categoryLabels(canvas, categories);
    if (series.size() > 1) {
        canvas.legend(series);
    }
    return canvas.finish();
}

std::string shareChart(const ChartText &text, const std::vector<std::string> &categories,
                       const std::vector<ChartSeries> &series)
{
    Canvas canvas(text);
    const Axis axis{.low = 0.0, .high = 1.0, .step = 0.2};
    axis.draw(canvas);
    const double group =
        kPlotWidth / static_cast<double>(std::max<std::size_t>(categories.size(), 1));
    for (std::size_t c = 0; c < categories.size(); ++c) {
        double total = 0.0;
        for (const ChartSeries &entry : series) {
            total += entry.values[c];
        }
        double below = 0.0;
        for (std::size_t s = 0; s < series.size() && total > 0.0; ++s) {
            const double share = series[s].values[c] / total;
            canvas.rectangle(kLeft + group * (static_cast<double>(c) + 0.1), axis.y(below + share),
                             group * 0.8, axis.y(below) - axis.y(below + share), colour(s),
                             fmt::format("{}, {}: {:g} ({:.1f} %)", categories[c], series[s].name,
                                         series[s].values[c], share * 100.0));
            below += share;
        }
    }
    categoryLabels(canvas, categories);
    canvas.legend(series);
    return canvas.finish();
}

std::string lineChart(const ChartText &text, const std::vector<double> &xs,
                      const std::vector<ChartSeries> &series)
{
    Canvas canvas(text);
    const Axis axis = axisOf(series, false);
    axis.draw(canvas);
    const double first = xs.empty() ? 0.0 : xs.front();
    const double extent = xs.size() < 2 || xs.back() == first ? 1.0 : xs.back() - first;
    const auto place = [&](double x) { return kLeft + kPlotWidth * (x - first) / extent; };
    for (const double x : xs) {
        canvas.label(place(x), kTop + kPlotHeight + 14.0, fmt::format("{:g}", x), "middle");
    }
    for (std::size_t s = 0; s < series.size(); ++s) {
        std::string points;
        for (std::size_t i = 0; i < xs.size(); ++i) {
            points += fmt::format("{:.1f},{:.1f} ", place(xs[i]), axis.y(series[s].values[i]));
        }
        // Dashes tell the lines apart without colour.
        canvas.raw(fmt::format("<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" "
                               "stroke-width=\"2\" stroke-dasharray=\"{}\"><title>{}</title>"
                               "</polyline>\n",
                               points, colour(s),
                               s == 0 ? "none" : fmt::format("{} 3", 9 - 3 * s % 9),
                               escapedMarkup(series[s].name)));
    }
    canvas.legend(series);
    return canvas.finish();
}

std::string heatMap(const ChartText &text, const std::vector<std::string> &columns,
                    const std::vector<std::string> &rows, const std::vector<double> &cells)
{
    Canvas canvas(text);
    const auto [least, greatest] = std::minmax_element(cells.begin(), cells.end());
    const double low = cells.empty() ? 0.0 : *least;
    const double extent = cells.empty() || *greatest <= low ? 1.0 : *greatest - low;
    const double width = kPlotWidth / static_cast<double>(std::max<std::size_t>(columns.size(), 1));
    const double height = kPlotHeight / static_cast<double>(std::max<std::size_t>(rows.size(), 1));
    for (std::size_t r = 0; r < rows.size(); ++r) {
        const double y = kTop + kPlotHeight - height * static_cast<double>(r + 1);
        canvas.label(kLeft - 6.0, y + height / 2.0 + 4.0, rows[r], "end");
        for (std::size_t c = 0; c < columns.size(); ++c) {
            const double value = cells[r * columns.size() + c];
            const double depth = (value - low) / extent; // white to dark blue
            const auto mix = [&](double from, double to) {
                return static_cast<int>(std::lround(from + (to - from) * depth));
            };
            const double x = kLeft + width * static_cast<double>(c);
            canvas.rectangle(
                x, y, width - 1.0, height - 1.0,
                fmt::format("#{:02x}{:02x}{:02x}", mix(240, 20), mix(246, 60), mix(252, 120)),
                fmt::format("{}, {}: {:.2f} %", columns[c], rows[r], value * 100.0));
            canvas.label(x + width / 2.0, y + height / 2.0 + 3.0,
                         fmt::format("{:.1f}", value * 100.0), "middle",
                         depth > 0.55 ? "font-size=\"9\" fill=\"#ffffff\""
                                      : "font-size=\"9\" fill=\"#222222\"");
        }
    }
    categoryLabels(canvas, columns);
    return canvas.finish();
}

} // namespace core::data
