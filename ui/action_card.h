#pragma once

#include <QAbstractButton>

namespace ui::common {
struct Theme;
}

namespace ui {

// A large button of the start page: icon, title, what it does, and its key.
class ActionCard : public QAbstractButton
{
    Q_OBJECT

public:
    ActionCard(QString icon, const QString &title, QString description, const common::Theme &theme,
               bool isPrimary = false);

    void setTheme(const common::Theme &theme);
    void setKeyText(const QString &key);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_icon;
    QString m_description;
    QString m_key;
    const common::Theme *m_theme;
    bool m_isPrimary;
};

} // namespace ui
