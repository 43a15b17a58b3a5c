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
        <source>%n waiting run(s) will not start.</source>
        <translation>
            <numerusform>%n waiting run will not start.</numerusform>
            <numerusform>%n waiting runs will not start.</numerusform>
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
</TS>
