#include "ui/analysis/chart_export.h"

#include <fmt/format.h>

#include <QBuffer>
#include <QPageSize>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <qcustomplot.h>

#include "core/base/file.h"

#include "ui/common/theme.h"

namespace ui::analysis {

using core::base::Result;

namespace {

constexpr int kPageWidth = 640;
constexpr int kMargin = 24;
constexpr int kHeadHeight = 56;
constexpr int kTitleHeight = 26;

int pageHeight(const std::vector<ExportedPlot> &plots)
{
    int height = kHeadHeight + kMargin;
    for (const ExportedPlot &plot : plots) {
        height += kTitleHeight + plot.height + kMargin;
    }
    return height;
}

void drawPage(QPaintDevice &device, const QString &title, const QString &frame,
              const std::vector<ExportedPlot> &plots)
{
    QCPPainter painter;
    painter.begin(&device);
    painter.setMode(QCPPainter::pmVectorized);
    painter.setMode(QCPPainter::pmNoCaching);
    const int width = kPageWidth - 2 * kMargin;
    painter.fillRect(QRect(0, 0, kPageWidth, pageHeight(plots)), Qt::white);
    painter.setPen(QPen(Qt::black));
    painter.setFont(common::textFont(16, QFont::DemiBold));
    painter.drawText(QRect(kMargin, kMargin - 6, width, 22), Qt::AlignLeft | Qt::AlignVCenter,
                     title);
    painter.setFont(common::textFont(11));
    painter.drawText(QRect(kMargin, kMargin + 16, width, 18), Qt::AlignLeft | Qt::AlignVCenter,
                     frame);
    int top = kHeadHeight;
    for (const ExportedPlot &plot : plots) {
        painter.setPen(QPen(Qt::black));
        painter.setFont(common::textFont(13, QFont::DemiBold));
        painter.drawText(QRect(kMargin, top, width, kTitleHeight), Qt::AlignLeft | Qt::AlignVCenter,
                         plot.title);
        top += kTitleHeight;
        painter.save();
        painter.translate(kMargin, top);
        plot.plot->toPainter(&painter, width, plot.height);
        painter.restore();
        top += plot.height + kMargin;
    }
    painter.end();
}

} // namespace

Result<void> exportPlots(const std::filesystem::path &path, const QString &title,
                         const QString &frame, const std::vector<ExportedPlot> &plots)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    const QSize size(kPageWidth, pageHeight(plots));
    if (path.extension() == ".svg") {
        QSvgGenerator generator;
        generator.setOutputDevice(&buffer);
        generator.setSize(size);
        generator.setViewBox(QRect(QPoint(0, 0), size));
        generator.setTitle(title);
        drawPage(generator, title, frame, plots);
    } else if (path.extension() == ".pdf") {
        QPdfWriter writer(&buffer);
        writer.setPageSize(QPageSize(QSizeF(size), QPageSize::Point));
        writer.setPageMargins({});
        writer.setResolution(72); // a pixel of the page is a point
        writer.setTitle(title);
        drawPage(writer, title, frame, plots);
    } else {
        return core::base::fail({.code = core::base::ErrorCode::Usage,
                                 .problem = "charts are not written in this form",
                                 .file = path.string(),
                                 .expected = "a name that ends in .svg, .pdf or .csv"});
    }
    buffer.close();
    return core::base::writeFileAtomically(path, bytes.toStdString());
}

std::string diagnosisCsv(const core::tal::Diagnosis &diagnosis, core::tal::BinSet bins)
{
    using core::tal::ErrorType;
    using core::tal::kErrorTypeCount;
    std::string text = "figure,bin,name,value\n";
    for (std::size_t g = 0; g < diagnosis.profile.size(); ++g) {
        for (std::size_t type = 0; type < kErrorTypeCount; ++type) {
            text += fmt::format("false_positives,{}G,{},{}\n", g + 1,
                                core::tal::errorTypeName(static_cast<ErrorType>(type)),
                                diagnosis.profile[g][type]);
        }
    }
    for (std::size_t type = 1; type < kErrorTypeCount; ++type) {
        text +=
            fmt::format("map_gain,,{},{}\n", core::tal::errorTypeName(static_cast<ErrorType>(type)),
                        diagnosis.mapGain[type]);
    }
    text += fmt::format("map_gain,,Missed,{}\n", diagnosis.missedGain);
    text += fmt::format("sensitivity,,all,{}\n", diagnosis.map);
    const auto sets = core::tal::characteristicBins(bins);
    for (std::size_t c = 0; c < diagnosis.characteristics.size(); ++c) {
        for (const core::tal::CharacteristicBar &bar : diagnosis.characteristics[c]) {
            text += fmt::format("instances,{},{},{}\n", bar.label, sets[c].name, bar.instances);
            text += fmt::format("missed,{},{},{}\n", bar.label, sets[c].name, bar.missed);
            if (bar.map) {
                text += fmt::format("sensitivity,{},{},{}\n", bar.label, sets[c].name, *bar.map);
            }
        }
    }
    return text;
}

} // namespace ui::analysis
