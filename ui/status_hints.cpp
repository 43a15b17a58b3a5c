#include "ui/status_hints.h"

#include <array>

#include <QHBoxLayout>
#include <QLabel>

#include "ui/common/action_registry.h"
#include "ui/common/theme.h"

namespace ui {

namespace {

constexpr int kCapHeight = 17;

struct Hint
{
    std::array<const char *, 2> commands; // shown with the first key of each
    const char *text;
};

constexpr std::array<Hint, 5> kHints = {{
    {{"labels.mark-in", "labels.mark-out"}, QT_TRANSLATE_NOOP("ui::StatusHints", "mark")},
    {{"labels.start-back", "labels.start-on"},
     QT_TRANSLATE_NOOP("ui::StatusHints", "start ∓1 frame")},
    {{"labels.end-back", "labels.end-on"}, QT_TRANSLATE_NOOP("ui::StatusHints", "end ∓1 frame")},
    {{"play.around-start", "play.around-end"},
     QT_TRANSLATE_NOOP("ui::StatusHints", "around edges")},
    {{"help.keys", ""}, QT_TRANSLATE_NOOP("ui::StatusHints", "all keys")},
}};

} // namespace

StatusHints::StatusHints(const common::ActionRegistry &actions, QWidget *parent)
    : QWidget(parent)
    , m_actions(actions)
    , m_row(new QHBoxLayout(this))
{
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(4);
    connect(&m_actions, &common::ActionRegistry::keysChanged, this, &StatusHints::refresh);
    refresh();
}

void StatusHints::refresh()
{
    while (QLayoutItem *item = m_row->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const Hint &hint : kHints) {
        QStringList keys;
        for (const char *command : hint.commands) {
            if (const QString key = m_actions.firstKey(QLatin1String(command)); !key.isEmpty()) {
                keys << key;
            }
        }
        if (!keys.isEmpty()) {
            addHint(keys, tr(hint.text));
        }
    }
}

void StatusHints::addHint(const QStringList &keys, const QString &text)
{
    for (const QString &key : keys) {
        auto *cap = new QLabel(key);
        cap->setFont(common::textFont(10));
        cap->setProperty("keycap", true);
        cap->setFixedHeight(kCapHeight);
        m_row->addWidget(cap);
    }
    auto *label = new QLabel(text);
    label->setFont(common::textFont(11));
    label->setProperty("tone", QStringLiteral("hint"));
    label->setContentsMargins(0, 0, 8, 0);
    m_row->addWidget(label);
}

} // namespace ui
