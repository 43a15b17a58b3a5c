#pragma once

#include <filesystem>

#include <QObject>

#include "ui/common/background_task.h"

namespace ui::analysis {

// Writes the analysis of a project as one page, HTML or PDF, as `talo report` does, on a thread of
// its own. GUI thread.
class ReportWriter : public QObject
{
    Q_OBJECT

public:
    explicit ReportWriter(QObject *parent = nullptr);

    // A name that ends in .pdf makes a PDF. What is being written is given up.
    void write(const std::filesystem::path &project, const std::filesystem::path &page);
    bool isRunning() const { return m_task.isRunning(); }

signals:
    // A sentence for the status bar: begun, done or failed.
    void noticed(const QString &text);

private:
    common::BackgroundTask m_task;
};

} // namespace ui::analysis
