#pragma once

#include <QObject>
#include <QString>

namespace ui::edit {

class LabelEditor;

// Taking back: undo, redo, all labels as of a revision, and label sets that keep them under a name.
// What came of it the editor says. GUI thread.
class LabelHistory : public QObject
{
    Q_OBJECT

public:
    // The editor must outlive it.
    explicit LabelHistory(LabelEditor &editor, QObject *parent = nullptr);

    void undo();
    void redo();
    // Brings all labels back to a revision; undo takes that back, too.
    void restore(qint64 revision);
    // A label set with everything as it is now; an empty name gets the next number.
    void takeSnapshot(const QString &name);

private:
    void takeBack(bool isUndo);

    LabelEditor &m_editor;
};

} // namespace ui::edit
