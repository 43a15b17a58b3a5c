#pragma once

#include <QLabel>
#include <QString>
#include <QStringList>

class QComboBox;
class QFrame;

namespace ui::analysis {

// Small things that every panel of this folder is made of.

// 13 px, semibold: what a group of rows is about.
QLabel *sectionTitle(const QString &text);
// A muted line that may wrap: units, protocols, empty states.
QLabel *hintLabel(const QString &text = {});
// The name of a row.
QLabel *rowLabel(const QString &text, const QString &tip = {});
// Monospaced, for columns.
QLabel *numberLabel(const QString &text = {});
QFrame *hairline();
// A choice that may be narrower than its texts, as panels are.
QComboBox *choiceBox(const QString &name, const QString &accessible, const QStringList &texts);
// Chooses another colour for a label: "hint", "second", "good", "error", "".
void setTone(QLabel *label, const QString &tone);

// "36.2 %"
QString percentText(double share);
// "+1.5", "−0.5" or "0.0": points, with U+2212 for minus. Less than what is printed has no sign.
QString pointsText(double share);
// "good", "error" or "hint", by the sign of what pointsText() prints.
QString toneOfChange(double share);

} // namespace ui::analysis
