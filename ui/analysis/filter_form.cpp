#include "ui/analysis/filter_form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/data/run_config.h"
#include "core/data/run_config_schema.h"

#include "ui/analysis/panel_parts.h"
#include "ui/analysis/value_slider.h"
#include "ui/common/qt_convert.h"

namespace ui::analysis {

using common::toQString;
using core::model::FilterConfig;
namespace data = core::data;

namespace {

constexpr int kFieldWidth = 72;
const std::string kScore = "filter.min_score";
const std::string kDensity = "filter.min_density";
const std::string kShortest = "filter.min_duration";
const std::string kLongest = "filter.max_duration";
const std::string kStage = "filter.density_stage";

core::model::RunConfig wrapped(const FilterConfig &filter)
{
    core::model::RunConfig config;
    config.filter = filter;
    return config;
}

// A setting as TOML, a text without its quotes.
QString valueOf(const std::string &key, const FilterConfig &filter)
{
    QString text = toQString(data::tomlValue(*data::findConfigKey(key), wrapped(filter)));
    return text.remove(QLatin1Char('"'));
}

QString tipOf(const std::string &key)
{
    return toQString(key) + QStringLiteral("\n") + toQString(data::findConfigKey(key)->doc);
}

} // namespace

FilterForm::FilterForm(const common::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(&theme)
    , m_onlyWeak(new QCheckBox(tr("Only classes of the video's weak labels")))
    , m_more(new QToolButton)
    , m_further(new QWidget)
{
    auto *first = new QGridLayout;
    first->setVerticalSpacing(1);
    addNumber(*first, kScore, tr("Confidence η"), tr("score above"));
    addNumber(*first, kDensity, tr("IoU density γ"), tr("sum of tIoU with the others, at least"));
    auto *further = new QGridLayout(m_further);
    further->setContentsMargins(0, 0, 0, 0);
    further->setVerticalSpacing(1);
    addNumber(*further, kShortest, tr("Shortest"), tr("seconds, at least"));
    addNumber(*further, kLongest, tr("Longest"), tr("seconds, at most; 0: no limit"));
    addChoice(*further, "filter.neighbours", tr("Density counts"),
              {tr("all classes"), tr("the same class")});
    addChoice(*further, "filter.aggregation", tr("Density is"),
              {tr("the sum"), tr("the mean of the top 3")});
    addChoice(*further, kStage, tr("Density looks"), {tr("after NMS"), tr("before NMS")});
    addChoice(*further, "filter.when_empty", tr("Nothing kept"),
              {tr("video is background"), tr("keep its best"), tr("leave the video out")});
    m_onlyWeak->setObjectName(QStringLiteral("filter.only_weak_labels"));
    m_onlyWeak->setToolTip(tipOf("filter.only_weak_labels"));
    further->addWidget(m_onlyWeak, further->rowCount(), 0, 1, 2);
    connect(m_onlyWeak, &QCheckBox::toggled, this, [this](bool isOn) {
        m_config.onlyWeakLabels = isOn;
        emit changed();
    });
    m_more->setObjectName(QStringLiteral("furtherRules"));
    m_more->setText(tr("Further rules"));
    m_more->setAccessibleName(tr("Further rules"));
    m_more->setCheckable(true);
    m_more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_more->setArrowType(Qt::RightArrow);
    connect(m_more, &QToolButton::toggled, this, [this](bool isOpen) {
        m_more->setArrowType(isOpen ? Qt::DownArrow : Qt::RightArrow);
        m_further->setVisible(isOpen);
    });
    m_further->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(first);
    layout->addWidget(m_more, 0, Qt::AlignLeft);
    layout->addWidget(m_further);
    showConfig();
}

void FilterForm::addNumber(QGridLayout &grid, const std::string &key, const QString &title,
                           const QString &subtitle)
{
    NumberRow row{.key = key, .slider = new ValueSlider(*m_theme), .field = new QLineEdit};
    const QString tip = tipOf(key);
    auto *name = new QLabel(title);
    name->setFont(common::textFont(12, QFont::DemiBold));
    name->setToolTip(tip);
    name->setBuddy(row.field);
    row.slider->setObjectName(QStringLiteral("slider:") + toQString(key));
    row.slider->setAccessibleName(title);
    row.slider->setToolTip(tip);
    row.field->setObjectName(toQString(key));
    row.field->setAccessibleName(title);
    row.field->setToolTip(tip);
    row.field->setFont(common::numberFont(12, QFont::Medium));
    row.field->setAlignment(Qt::AlignRight);
    row.field->setFixedWidth(kFieldWidth);
    const int line = grid.rowCount();
    grid.setColumnStretch(0, 1);
    grid.addWidget(name, line, 0);
    grid.addWidget(row.field, line, 1, 2, 1, Qt::AlignTop);
    grid.addWidget(hintLabel(subtitle), line + 1, 0);
    grid.addWidget(row.slider, line + 2, 0, 1, 2);
    connect(row.slider, &ValueSlider::numberMoved, this, [this, row](double number) {
        take(row.key, QString::number(number, 'f', row.slider->decimals()), row.field);
    });
    connect(row.field, &QLineEdit::textEdited, this,
            [this, row](const QString &text) { take(row.key, text.trimmed(), row.field); });
    m_numbers.push_back(row);
}

void FilterForm::addChoice(QGridLayout &grid, const std::string &key, const QString &title,
                           const QStringList &texts)
{
    auto *box = new QComboBox;
    box->setObjectName(toQString(key));
    box->setAccessibleName(title);
    box->setToolTip(tipOf(key));
    box->setMinimumContentsLength(8);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    const auto &names = std::get<data::ChoiceAccess>(data::findConfigKey(key)->access).names;
    for (std::size_t i = 0; i < names.size(); ++i) {
        box->addItem(texts[static_cast<qsizetype>(i)], toQString(names[i]));
    }
    const int line = grid.rowCount();
    auto *row = new QHBoxLayout;
    row->setContentsMargins(0, 3, 0, 3);
    row->addWidget(rowLabel(title, tipOf(key)), 2);
    row->addWidget(box, 3);
    grid.addLayout(row, line, 0, 1, 2);
    connect(box, &QComboBox::activated, this,
            [this, key, box] { take(key, box->currentData().toString(), box); });
    m_choices.push_back({key, box});
}

void FilterForm::setTheme(const common::Theme &theme)
{
    m_theme = &theme;
    for (const NumberRow &row : m_numbers) {
        row.slider->setTheme(theme);
    }
}

ValueSlider *FilterForm::slider(const std::string &key) const
{
    for (const NumberRow &row : m_numbers) {
        if (row.key == key) {
            return row.slider;
        }
    }
    return nullptr;
}

void FilterForm::setInput(const FilterConfig &inUse, const FilterHistograms &histograms,
                          bool hasBeforeNms)
{
    m_inUse = inUse;
    const std::tuple<const std::string &, const FilterHistogram &, ValueSlider::Keeps> spans[] = {
        {kScore, histograms.score, ValueSlider::Keeps::Above},
        {kDensity, histograms.density, ValueSlider::Keeps::Above},
        {kShortest, histograms.duration, ValueSlider::Keeps::Above},
        {kLongest, histograms.duration, ValueSlider::Keeps::Below}};
    for (const auto &[key, bars, keeps] : spans) {
        slider(key)->setSpan(bars.low, bars.high, keeps);
        slider(key)->setBars(bars.counts);
        slider(key)->setInUse(valueOf(key, inUse).toDouble());
    }
    for (const ChoiceRow &row : m_choices) {
        if (row.key == kStage) {
            row.box->setEnabled(hasBeforeNms);
            row.box->setToolTip(hasBeforeNms
                                    ? tipOf(row.key)
                                    : tr("These proposals come without those before NMS: a run "
                                         "keeps them when it is trained with before_nms."));
        }
    }
    const bool usesFurther =
        inUse.minDurationS > 0.0 || inUse.maxDurationS > 0.0 || inUse.onlyWeakLabels;
    m_more->setChecked(m_more->isChecked() || usesFurther);
    showConfig();
}

void FilterForm::setConfig(const FilterConfig &config)
{
    m_config = config;
    showConfig();
    emit changed();
}

bool FilterForm::isChanged() const
{
    return data::writeRunConfig(wrapped(m_config)) != data::writeRunConfig(wrapped(m_inUse));
}

void FilterForm::reset()
{
    setConfig(m_inUse);
}

// What was typed or moved; one that cannot be is marked and changes nothing.
void FilterForm::take(const std::string &key, const QString &value, QWidget *field)
{
    core::model::RunConfig config = wrapped(m_config);
    const auto set = data::setConfigValue(config, key + '=' + common::toUtf8(value));
    common::setStyleProperty(*field, "wrong", !set.has_value());
    field->setToolTip(
        set ? tipOf(key)
            : tr("Must be %1").arg(toQString(data::expectation(*data::findConfigKey(key)))));
    if (!set) {
        return;
    }
    m_config = config.filter;
    for (const NumberRow &row : m_numbers) {
        if (row.key == key) {
            if (!row.field->hasFocus()) {
                row.field->setText(value);
            }
            row.slider->setNumber(value.toDouble());
        }
    }
    emit changed();
}

void FilterForm::showConfig()
{
    for (const NumberRow &row : m_numbers) {
        row.field->setText(valueOf(row.key, m_config));
        row.slider->setNumber(valueOf(row.key, m_config).toDouble());
    }
    for (const ChoiceRow &row : m_choices) {
        row.box->setCurrentIndex(row.box->findData(valueOf(row.key, m_config)));
    }
    const QSignalBlocker quiet(m_onlyWeak);
    m_onlyWeak->setChecked(m_config.onlyWeakLabels);
}

} // namespace ui::analysis
