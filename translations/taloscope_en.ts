<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>ui::MainWindow</name>
    <message numerus="yes">
        <source>%n thread(s)</source>
        <translation>
            <numerusform>%n thread</numerusform>
            <numerusform>%n threads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::MovedFiles</name>
    <message numerus="yes">
        <source>Found %n file(s) in %1.</source>
        <translation>
            <numerusform>Found %n file in %1.</numerusform>
            <numerusform>Found %n files in %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stay(s) missing, such as %1.</source>
        <translation>
            <numerusform>%n stays missing: %1.</numerusform>
            <numerusform>%n stay missing, such as %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::ProtocolChip</name>
    <message numerus="yes">
        <source>%n test video(s)</source>
        <translation>
            <numerusform>%n test video</numerusform>
            <numerusform>%n test videos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::StartPage</name>
    <message numerus="yes">
        <source>%n video(s)</source>
        <translation>
            <numerusform>%n video</numerusform>
            <numerusform>%n videos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n run</numerusform>
            <numerusform>%n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n corrected</source>
        <translation>
            <numerusform>%n corrected</numerusform>
            <numerusform>%n corrected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::WindowJobs</name>
    <message numerus="yes">
        <source>%n run(s) still wait from before; the panel Jobs starts them.</source>
        <translation>
            <numerusform>%n run still waits from before; the panel Jobs starts it.</numerusform>
            <numerusform>%n runs still wait from before; the panel Jobs starts them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting run(s) come back when the project is opened again.</source>
        <translation>
            <numerusform>%n waiting run comes back when the project is opened again.</numerusform>
            <numerusform>%n waiting runs come back when the project is opened again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n runs train</source>
        <translation>
            <numerusform>%n run trains</numerusform>
            <numerusform>%n runs train</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n runs are training.</source>
        <translation>
            <numerusform>%n run is training.</numerusform>
            <numerusform>%n runs are training.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stop %n run(s)</source>
        <translation>
            <numerusform>Stop the run</numerusform>
            <numerusform>Stop %n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Fusing needs the proposals of two runs or imports; the project has %n.</source>
        <translation>
            <numerusform>Fusing needs the proposals of two runs or imports; the project has %n.</numerusform>
            <numerusform>Fusing needs the proposals of two runs or imports; the project has %n.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::analysis::DoctorPanel</name>
    <message numerus="yes">
        <source>%n finding(s), errors first</source>
        <translation>
            <numerusform>%n finding, errors first</numerusform>
            <numerusform>%n findings, errors first</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::analysis::FilterReport</name>
    <message numerus="yes">
        <source>%n of %1 classes lose(s) recall; most: %2.</source>
        <translation>
            <numerusform>%n of %1 classes loses recall; most: %2.</numerusform>
            <numerusform>%n of %1 classes lose recall; most: %2.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::analysis::FixFirstPanel</name>
    <message numerus="yes">
        <source>%n other segment(s) agree(s) with its bounds to %1 %</source>
        <translation>
            <numerusform>%n other segment agrees with its bounds to %1 %</numerusform>
            <numerusform>%n other segments agree with its bounds to %1 %</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::analysis::LedgerPanel</name>
    <message numerus="yes">
        <source>%n stretch(es) of work; assisted: began as a copy of a proposal, pseudo-label or prediction. A pause above 60 s is no work.</source>
        <translation>
            <numerusform>%n stretch of work; assisted: began as a copy of a proposal, pseudo-label or prediction. A pause above 60 s is no work.</numerusform>
            <numerusform>%n stretches of work; assisted: began as a copy of a proposal, pseudo-label or prediction. A pause above 60 s is no work.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::analysis::LineagePanel</name>
    <message numerus="yes">
        <source>%n edit(s)</source>
        <translation>
            <numerusform>%n edit</numerusform>
            <numerusform>%n edits</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::analysis::QualityPanel</name>
    <message numerus="yes">
        <source>%1 of %2 pseudo-labels match a ground-truth instance</source>
        <translation>
            <numerusform>%1 of %2 pseudo-labels matches a ground-truth instance</numerusform>
            <numerusform>%1 of %2 pseudo-labels match a ground-truth instance</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %2 ground-truth instances are found by pseudo-labels</source>
        <translation>
            <numerusform>%1 of %2 ground-truth instances is found by pseudo-labels</numerusform>
            <numerusform>%1 of %2 ground-truth instances are found by pseudo-labels</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::analysis::SameErrorPanel</name>
    <message numerus="yes">
        <source>Correct %n label(s) alike</source>
        <translation>
            <numerusform>Correct %n label alike</numerusform>
            <numerusform>Correct %n labels alike</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::common::Counted</name>
    <message numerus="yes">
        <source>%1 video(s)</source>
        <translation>
            <numerusform>%1 video</numerusform>
            <numerusform>%1 videos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 instance(s)</source>
        <translation>
            <numerusform>%1 instance</numerusform>
            <numerusform>%1 instances</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 label(s)</source>
        <translation>
            <numerusform>%1 label</numerusform>
            <numerusform>%1 labels</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 prediction(s)</source>
        <translation>
            <numerusform>%1 prediction</numerusform>
            <numerusform>%1 predictions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 proposal(s)</source>
        <translation>
            <numerusform>%1 proposal</numerusform>
            <numerusform>%1 proposals</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 segment(s)</source>
        <translation>
            <numerusform>%1 segment</numerusform>
            <numerusform>%1 segments</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::dialogs::ExportDialog</name>
    <message numerus="yes">
        <source>Wrote the places of %n file(s) to %1.</source>
        <translation>
            <numerusform>Wrote the place of %n file to %1.</numerusform>
            <numerusform>Wrote the places of %n files to %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Wrote %n segment(s) to %1.</source>
        <translation>
            <numerusform>Wrote %n segment to %1.</numerusform>
            <numerusform>Wrote %n segments to %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::dialogs::ImportDialog</name>
    <message numerus="yes">
        <source>Import without %n file(s)</source>
        <translation>
            <numerusform>Import without %n file</numerusform>
            <numerusform>Import without %n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::dialogs::ImportPanel</name>
    <message numerus="yes">
        <source>%n video(s)</source>
        <translation>
            <numerusform>%n video</numerusform>
            <numerusform>%n videos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n segment(s)</source>
        <translation>
            <numerusform>%n segment</numerusform>
            <numerusform>%n segments</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n class(es)</source>
        <translation>
            <numerusform>%n class</numerusform>
            <numerusform>%n classes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new video(s)</source>
        <translation>
            <numerusform>%n new video</numerusform>
            <numerusform>%n new videos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::dialogs::NewProjectDialog</name>
    <message numerus="yes">
        <source>Create without %n file(s)</source>
        <translation>
            <numerusform>Create without %n file</numerusform>
            <numerusform>Create without %n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::edit::LabelEditor</name>
    <message numerus="yes">
        <source>Copied %n segments</source>
        <translation>
            <numerusform>Copied %n segment</numerusform>
            <numerusform>Copied %n segments</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::edit::SegmentInspector</name>
    <message numerus="yes">
        <source>%1 · %n edits</source>
        <translation>
            <numerusform>%1 · %n edit</numerusform>
            <numerusform>%1 · %n edits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> · %1 frame(s)</source>
        <translation>
            <numerusform> · %1 frame</numerusform>
            <numerusform> · %1 frames</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::jobs::JobPanel</name>
    <message numerus="yes">
        <source>Nothing trains now. %n run(s) of this project, those of talo too, are under Runs.</source>
        <translation>
            <numerusform>Nothing trains now. %n run of this project is under Runs; those of talo are there, too.</numerusform>
            <numerusform>Nothing trains now. %n runs of this project are under Runs; those of talo are there, too.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::jobs::RunDialog</name>
    <message numerus="yes">
        <source>%1 · %n video(s) done · %2</source>
        <translation>
            <numerusform>%1 · %n video done · %2</numerusform>
            <numerusform>%1 · %n videos done · %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>My labels as they are now · %n video(s) done</source>
        <translation>
            <numerusform>My labels as they are now · %n video done</numerusform>
            <numerusform>My labels as they are now · %n videos done</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::models::LaneTexts</name>
    <message numerus="yes">
        <source>%1 kept · %n ghost(s)</source>
        <translation>
            <numerusform>%1 kept · %n ghost</numerusform>
            <numerusform>%1 kept · %n ghosts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n segment(s)</source>
        <translation>
            <numerusform>%n segment</numerusform>
            <numerusform>%n segments</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::timeline::TimelineView</name>
    <message numerus="yes">
        <source>%1 frame(s) · Alt: free</source>
        <translation>
            <numerusform>%1 frame · Alt: free</numerusform>
            <numerusform>%1 frames · Alt: free</numerusform>
        </translation>
    </message>
</context>
</TS>
