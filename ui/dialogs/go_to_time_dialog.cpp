#include "ui/dialogs/go_to_time_dialog.h"

#include <utility>

#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include "ui/common/qt_convert.h"
#include "ui/dialogs/decision_row.h"

namespace ui::dialogs {

using core::base::TimeUs;

std::optional<TimeUs> parsePlace(const QString &text, const std::function<TimeUs(qint64)> &timeOf)
{
    const QString plain = text.trimmed();
    if (plain.startsWith(QLatin1Char('f'), Qt::CaseInsensitive) ||
        plain.startsWith(QLatin1Char('#'))) {
        bool isNumber = false;
        const qint64 frame = plain.mid(1).trimmed().toLongLong(&isNumber);
        return isNumber && frame >= 0 ? std::optional(timeOf(frame)) : std::nullopt;
    }
    return common::parseTime(plain);
}

GoToTimeDialog::GoToTimeDialog(TimeUs now, std::function<TimeUs(qint64)> timeOf, QWidget *parent)
    : QDialog(parent)
    , m_timeOf(std::move(timeOf))
    , m_time(now)
    , m_text(new QLineEdit(common::timeText(now)))
    , m_decision(new DecisionRow(tr("Go")))
{
    setWindowTitle(tr("Go to time"));
    m_text->setAccessibleName(tr("Time or frame"));
    m_text->selectAll();
    m_text->setMinimumWidth(280);
    auto *hint = new QLabel(tr("Seconds, mm:ss.mmm, or f and a frame: 83.5, 1:23.500, f2087"));
    hint->setProperty("tone", QStringLiteral("hint"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 18, 18, 18);
    layout->addWidget(m_text);
    layout->addWidget(hint);
    layout->addWidget(m_decision);
    connect(m_text, &QLineEdit::textChanged, this, &GoToTimeDialog::check);
    connect(m_decision, &DecisionRow::accepted, this, &QDialog::accept);
    connect(m_decision, &DecisionRow::rejected, this, &QDialog::reject);
}

void GoToTimeDialog::check()
{
    const std::optional<TimeUs> time = parsePlace(m_text->text(), m_timeOf);
    m_decision->setObstacle(time ? QString() : tr("This is no time."));
    m_time = time.value_or(m_time);
}

} // namespace ui::dialogs
