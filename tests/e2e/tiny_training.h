#pragma once

#include <QStringList>

namespace tests {

// Settings with which the tiny data set trains in seconds.
inline QStringList tinySettings()
{
    QStringList arguments;
    for (const char *setting :
         {"fustal.segments=40", "fustal.embed_dim=32", "fustal.batch_size=4", "fustal.steps=60",
          "fustal.evaluate_every=0", "fustal.learning_rate=0.01", "student.max_sequence=48",
          "student.regression_ranges=[[0, 4], [4, 10000]]", "student.embed_dim=32",
          "student.head_dim=32", "student.sgp_mlp_dim=32", "student.batch_size=4",
          "student.pseudo_label_epochs=12", "student.teacher_epochs=4",
          "student.learning_rate=0.003", "student.ema_decay=0.9", "runtime.threads=1",
          "runtime.device=cpu", "runtime.checkpoint_every_steps=5"}) {
        arguments << "--set" << setting;
    }
    return arguments;
}

// `talo train` on the tiny data set below `data`, without a project.
inline QStringList tinyTraining(const QString &data, const QString &runDir,
                                const QStringList &more = {})
{
    return QStringList{"train",
                       "--gt",
                       data + "/gt.json",
                       "--features",
                       data + "/features",
                       "--train",
                       data + "/train.txt",
                       "--test",
                       data + "/test.txt",
                       "--run-dir",
                       runDir,
                       "--seed",
                       "3",
                       "--json"} +
           tinySettings() + more;
}

} // namespace tests
