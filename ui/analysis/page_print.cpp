#include "ui/analysis/page_print.h"

#include <algorithm>
#include <memory>
#include <string_view>
#include <vector>

#include <QBuffer>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgRenderer>
#include <QTextDocument>

#include "core/base/file.h"

#include "ui/common/theme.h"

namespace ui::analysis {

using core::base::Result;

namespace {

constexpr double kPageWidth = 595.0; // of A4, points
constexpr double kMargin = 32.0;
constexpr double kWidth = kPageWidth - 2 * kMargin;
constexpr double kGap = 10.0;
constexpr std::size_t kColumns = 2;
constexpr double kChartWidth = (kWidth - (kColumns - 1) * kGap) / kColumns;
constexpr const char *kStyle = "h1{font-size:15pt;margin:0}h2{font-size:11pt;margin:0}"
                               "p{margin:0}td,th{font-size:7px;padding:1px 2px}td{white-space:pre}";

// A text, or charts that follow each other.
struct Block
{
    std::unique_ptr<QTextDocument> text = {};
    std::vector<std::unique_ptr<QSvgRenderer>> charts = {};
};

std::unique_ptr<QTextDocument> textOf(std::string_view html)
{
    auto text = std::make_unique<QTextDocument>();
    text->setDefaultFont(common::textFont(9));
    text->setDocumentMargin(0);
    text->setDefaultStyleSheet(QString::fromLatin1(kStyle));
    text->setHtml(QString::fromUtf8(html.data(), static_cast<qsizetype>(html.size())));
    text->setTextWidth(kWidth);
    return text->toPlainText().trimmed().isEmpty() ? nullptr : std::move(text);
}

// The page's own style is for browsers.
std::string withoutStyle(const std::string &html)
{
    const std::size_t begin = html.find("<style>");
    const std::size_t end = html.find("</style>");
    return begin == std::string::npos || end == std::string::npos
               ? html
               : html.substr(0, begin) + html.substr(end);
}

std::vector<Block> blocksOf(const std::string &html)
{
    constexpr std::string_view kEnd = "</svg>";
    std::vector<Block> blocks;
    std::string_view rest = html;
    while (!rest.empty()) {
        const std::size_t begin = std::min(rest.find("<svg"), rest.size());
        if (auto text = textOf(rest.substr(0, begin))) {
            blocks.push_back({.text = std::move(text)});
        }
        rest.remove_prefix(begin);
        const std::size_t end = std::min(rest.find(kEnd), rest.size() - kEnd.size());
        if (rest.size() <= kEnd.size()) {
            break;
        }
        const std::string_view svg = rest.substr(0, end + kEnd.size());
        if (blocks.empty() || blocks.back().text) {
            blocks.emplace_back();
        }
        blocks.back().charts.push_back(std::make_unique<QSvgRenderer>(
            QByteArray(svg.data(), static_cast<qsizetype>(svg.size()))));
        rest.remove_prefix(svg.size());
    }
    return blocks;
}

double heightOf(const QSvgRenderer &chart)
{
    const QSizeF size = chart.defaultSize();
    return size.isEmpty() ? 0.0 : size.height() * kChartWidth / size.width();
}

// Draws the blocks below each other, or only measures them; returns where they end.
double layOut(const std::vector<Block> &blocks, QPainter *painter)
{
    double top = kMargin;
    for (const Block &block : blocks) {
        if (block.text) {
            if (painter != nullptr) {
                painter->save();
                painter->translate(kMargin, top);
                block.text->drawContents(painter);
                painter->restore();
            }
            top += block.text->size().height() + kGap;
        }
        for (std::size_t i = 0; i < block.charts.size(); i += kColumns) {
            double height = 0.0;
            for (std::size_t c = i; c < std::min(i + kColumns, block.charts.size()); ++c) {
                QSvgRenderer &chart = *block.charts[c];
                const double left = kMargin + static_cast<double>(c - i) * (kChartWidth + kGap);
                if (painter != nullptr) {
                    chart.render(painter, QRectF(left, top, kChartWidth, heightOf(chart)));
                }
                height = std::max(height, heightOf(chart));
            }
            top += height + kGap;
        }
    }
    return top + kMargin - kGap;
}

} // namespace

Result<void> printPage(const std::string &html, const std::filesystem::path &pdf)
{
    const std::vector<Block> blocks = blocksOf(withoutStyle(html));
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    {
        QPdfWriter writer(&buffer);
        writer.setPageSize(
            QPageSize(QSizeF(kPageWidth, layOut(blocks, nullptr)), QPageSize::Point));
        writer.setPageMargins({});
        writer.setResolution(72); // a unit of the page is a point
        QPainter painter(&writer);
        layOut(blocks, &painter);
    }
    return core::base::writeFileAtomically(pdf, bytes.toStdString());
}

} // namespace ui::analysis
