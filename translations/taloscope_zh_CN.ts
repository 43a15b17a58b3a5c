<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>ProtocolRules</name>
    <message>
        <source>subset names in any case</source>
        <translation>子集名不分大小写</translation>
    </message>
    <message>
        <source>ground truth without length left out</source>
        <translation>去掉长度为零的真值</translation>
    </message>
    <message>
        <source>duplicate and sliver ground truth left out</source>
        <translation>去掉重复和极短的真值</translation>
    </message>
    <message>
        <source>equal scores by video name</source>
        <translation>同分按视频名排序</translation>
    </message>
    <message>
        <source>of equal scores the earlier first</source>
        <translation>同分时先出现者优先</translation>
    </message>
    <message>
        <source>instances choose their prediction, in file order</source>
        <translation>真值按文件顺序选择预测</translation>
    </message>
    <message>
        <source>overlap above the threshold, not equal to it</source>
        <translation>重叠须大于阈值，不含等于</translation>
    </message>
    <message>
        <source>ambiguous segments excuse false positives</source>
        <translation>模糊片段使误检免于计错</translation>
    </message>
    <message>
        <source>precision normalised to the mean class size</source>
        <translation>精确率按平均类别大小归一化</translation>
    </message>
    <message>
        <source>no interpolation</source>
        <translation>不插值</translation>
    </message>
</context>
<context>
    <name>ui::CutPreview</name>
    <message>
        <source> · %1 pass</source>
        <translation> · %1 个通过</translation>
    </message>
    <message>
        <source>The thresholds are those of the run.</source>
        <translation>阈值与该次运行的一致。</translation>
    </message>
    <message>
        <source>Cut at θ %1 – %2, %3 of %4 proposals are left. The run keeps its own; Run, Train with these thresholds takes them for the next.</source>
        <translation>在 θ %1 – %2 处切分，剩下 %4 个提议中的 %3 个。该次运行保留自己的阈值；“运行、用这些阈值训练”将其用于下一次运行。</translation>
    </message>
</context>
<context>
    <name>ui::EvidenceKeys</name>
    <message>
        <source>threshold of the curve (%1)</source>
        <translation>曲线阈值（%1）</translation>
    </message>
    <message>
        <source>inflection of the curve (%1)</source>
        <translation>曲线拐点（%1）</translation>
    </message>
    <message>
        <source>cut (%1)</source>
        <translation>镜头切换（%1）</translation>
    </message>
    <message>
        <source>motion begins or ends (%1)</source>
        <translation>运动开始或结束（%1）</translation>
    </message>
    <message>
        <source>edge of %1</source>
        <translation>%1 的边缘</translation>
    </message>
    <message>
        <source>Moves the edge of the selected label to the strongest evidence within a second, or to the next beyond, and says which.</source>
        <translation>将所选标注的边缘移到一秒内最强的依据处，或更远的下一处，并说明是哪一个。</translation>
    </message>
    <message>
        <source>Start back to evidence</source>
        <translation>起点前移到依据</translation>
    </message>
    <message>
        <source>Start on to evidence</source>
        <translation>起点后移到依据</translation>
    </message>
    <message>
        <source>End back to evidence</source>
        <translation>终点前移到依据</translation>
    </message>
    <message>
        <source>End on to evidence</source>
        <translation>终点后移到依据</translation>
    </message>
    <message>
        <source>Select a label of yours to move its edges to evidence.</source>
        <translation>请先选择您的一个标注，才能将其边缘移到依据处。</translation>
    </message>
    <message>
        <source>Looking for evidence…</source>
        <translation>正在查找依据…</translation>
    </message>
    <message>
        <source>There is no evidence after this edge.</source>
        <translation>此边缘之后没有依据。</translation>
    </message>
    <message>
        <source>There is no evidence before this edge.</source>
        <translation>此边缘之前没有依据。</translation>
    </message>
    <message>
        <source>The next evidence lies beyond the label&apos;s other edge.</source>
        <translation>下一处依据在该标注的另一边缘之外。</translation>
    </message>
    <message>
        <source>Start at %1 s: %2</source>
        <translation>起点 %1 秒：%2</translation>
    </message>
    <message>
        <source>End at %1 s: %2</source>
        <translation>终点 %1 秒：%2</translation>
    </message>
</context>
<context>
    <name>ui::MainWindow</name>
    <message>
        <source>Open &amp;recent</source>
        <translation>打开最近的项目(&amp;R)</translation>
    </message>
    <message>
        <source>%1 (not found)</source>
        <translation>%1（未找到）</translation>
    </message>
    <message>
        <source>No projects yet</source>
        <translation>尚无项目</translation>
    </message>
    <message>
        <source>Theme of the s&amp;ystem</source>
        <translation>跟随系统主题(&amp;Y)</translation>
    </message>
    <message>
        <source>&amp;Dark theme</source>
        <translation>深色主题(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Light theme</source>
        <translation>浅色主题(&amp;L)</translation>
    </message>
    <message numerus="yes">
        <source>%n thread(s)</source>
        <translation>
            <numerusform>%n 个线程</numerusform>
        </translation>
    </message>
    <message>
        <source>CPU with %1</source>
        <translation>CPU，%1</translation>
    </message>
    <message>
        <source>No taloscope-worker beside this program: projects can be edited, not trained</source>
        <translation>程序旁没有 taloscope-worker：可以编辑项目，但不能训练</translation>
    </message>
    <message>
        <source>The worker does not answer</source>
        <translation>训练程序没有响应</translation>
    </message>
    <message>
        <source>Trains on the CPU, %1; worker %2 found</source>
        <translation>可在 CPU 上训练，%1；已找到训练程序 %2</translation>
    </message>
    <message>
        <source>Trains on a CUDA device</source>
        <translation>可在 CUDA 设备上训练</translation>
    </message>
    <message>
        <source>No CUDA device: runs work, but slower</source>
        <translation>没有 CUDA 设备：仍可运行，但较慢</translation>
    </message>
    <message>
        <source>Open project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>Taloscope projects (*.talo)</source>
        <translation>Taloscope 项目 (*.talo)</translation>
    </message>
    <message>
        <source>Where is %1 now?</source>
        <translation>%1 现在在哪里？</translation>
    </message>
    <message>
        <source>The project is open for looking only: nothing can be imported.</source>
        <translation>项目以只读方式打开：无法导入。</translation>
    </message>
    <message>
        <source>%1 has no video named %2</source>
        <translation>%1 中没有名为 %2 的视频</translation>
    </message>
    <message>
        <source>Taloscope</source>
        <translation>Taloscope</translation>
    </message>
    <message>
        <source>Opening %1…</source>
        <translation>正在打开 %1…</translation>
    </message>
    <message>
        <source>Taloscope %1 · GPL-3.0-or-later</source>
        <translation>Taloscope %1 · GPL-3.0-or-later</translation>
    </message>
    <message>
        <source>No project open</source>
        <translation>未打开项目</translation>
    </message>
    <message>
        <source>No project is open: there is nothing to export.</source>
        <translation>没有打开的项目：没有可导出的内容。</translation>
    </message>
    <message>
        <source>No project is open.</source>
        <translation>没有打开的项目。</translation>
    </message>
    <message>
        <source>This project is open for looking only: nothing can be added.</source>
        <translation>该项目以只读方式打开，无法添加内容。</translation>
    </message>
    <message>
        <source>The project has features now; Run &gt; Train a run uses them.</source>
        <translation>项目现在有特征了；“运行 &gt; 训练”会使用它们。</translation>
    </message>
</context>
<context>
    <name>ui::MovedFiles</name>
    <message>
        <source>No project is open.</source>
        <translation>没有打开的项目。</translation>
    </message>
    <message>
        <source>The project is open for looking only: it cannot be told where files are.</source>
        <translation>项目以只读方式打开：无法记录文件的位置。</translation>
    </message>
    <message>
        <source>Where are the videos and features now?</source>
        <translation>视频和特征现在在哪里？</translation>
    </message>
    <message>
        <source>Looking in %1…</source>
        <translation>正在 %1 中查找…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Find moved files</source>
        <translation>查找移动的文件</translation>
    </message>
    <message>
        <source>The search was cancelled; nothing was changed.</source>
        <translation>查找已取消；没有任何改变。</translation>
    </message>
    <message>
        <source>Every file is where the project expects it.</source>
        <translation>所有文件都在项目记录的位置。</translation>
    </message>
    <message numerus="yes">
        <source>Found %n file(s) in %1.</source>
        <translation>
            <numerusform>在 %1 中找到 %n 个文件。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stay(s) missing, such as %1.</source>
        <translation>
            <numerusform>仍缺少 %n 个，例如 %1。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 has the name of a missing file, but another content.</source>
        <translation>%1 与缺少的文件同名，但内容不同。</translation>
    </message>
</context>
<context>
    <name>ui::PanelDeck</name>
    <message>
        <source>A double click makes it a window of its own.</source>
        <translation>双击可使其成为独立窗口。</translation>
    </message>
    <message>
        <source>&amp;Float the panel</source>
        <translation>浮动该面板(&amp;F)</translation>
    </message>
    <message>
        <source>Put all panels &amp;back</source>
        <translation>放回所有面板(&amp;B)</translation>
    </message>
    <message>
        <source>%1 is a window of its own now; closing it puts it back.</source>
        <translation>“%1”现为独立窗口；关闭它即可放回。</translation>
    </message>
</context>
<context>
    <name>ui::ProtocolChip</name>
    <message>
        <source>Protocol</source>
        <translation>评测协议</translation>
    </message>
    <message numerus="yes">
        <source>%n test video(s)</source>
        <translation>
            <numerusform>%n 个测试视频</numerusform>
        </translation>
    </message>
    <message>
        <source>Protocol: %1</source>
        <translation>评测协议：%1</translation>
    </message>
    <message>
        <source>Figures that name no other protocol are measured so. A click compares the protocols.</source>
        <translation>未注明其他协议的数值都按此测得。点击可比较各协议。</translation>
    </message>
</context>
<context>
    <name>ui::StartPage</name>
    <message>
        <source>today %1</source>
        <translation>今天 %1</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>yyyy年M月d日</translation>
    </message>
    <message>
        <source>Projects that you open are listed here.</source>
        <translation>打开过的项目会列在这里。</translation>
    </message>
    <message>
        <source>Taloscope</source>
        <translation>Taloscope</translation>
    </message>
    <message>
        <source>See which pseudo-labels are wrong, why, and what fixing them buys.</source>
        <translation>看清哪些伪标签有误、原因何在，以及修正后能提升多少。</translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation>试用演示</translation>
    </message>
    <message>
        <source>New project…</source>
        <translation>新建项目…</translation>
    </message>
    <message>
        <source>Videos, labels, features or predictions: any one is enough</source>
        <translation>视频、标注、特征或预测，有其一即可</translation>
    </message>
    <message>
        <source>Open project…</source>
        <translation>打开项目…</translation>
    </message>
    <message>
        <source>A .talo file, also from an older version</source>
        <translation>.talo 文件，旧版本的也可以</translation>
    </message>
    <message>
        <source>Import results of a run…</source>
        <translation>导入运行的结果…</translation>
    </message>
    <message>
        <source>JSON in the ActivityNet, FuSTAL or ActionFormer form</source>
        <translation>ActivityNet、FuSTAL 或 ActionFormer 格式的 JSON</translation>
    </message>
    <message>
        <source>Drop videos, .json, .npy or a .talo file anywhere in this window.</source>
        <translation>可将视频、.json、.npy 或 .talo 文件拖放到窗口任意位置。</translation>
    </message>
    <message>
        <source>Recent projects</source>
        <translation>最近的项目</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>%1, not found</source>
        <translation>%1，未找到</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>folder not found; disk not connected?</source>
        <translation>未找到文件夹；磁盘是否未连接？</translation>
    </message>
    <message numerus="yes">
        <source>%n video(s)</source>
        <translation>
            <numerusform>%n 个视频</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n 次运行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n corrected</source>
        <translation>
            <numerusform>已修正 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Find…</source>
        <translation>查找…</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Taloscope was stopped by force while %1 was open. Every edit up to then is in the project. %2</source>
        <translation>Taloscope 在打开 %1 时被强行终止。此前的所有修改都在项目中。%2</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Renders 120 small videos and trains three stages in a few minutes</source>
        <translation>生成 120 个小视频并训练三个阶段，需几分钟</translation>
    </message>
</context>
<context>
    <name>ui::StatusHints</name>
    <message>
        <source>mark</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>start ∓1 frame</source>
        <translation>起点 ∓1 帧</translation>
    </message>
    <message>
        <source>end ∓1 frame</source>
        <translation>终点 ∓1 帧</translation>
    </message>
    <message>
        <source>around edges</source>
        <translation>播放边界</translation>
    </message>
    <message>
        <source>all keys</source>
        <translation>全部按键</translation>
    </message>
</context>
<context>
    <name>ui::TimelineExport</name>
    <message>
        <source>A film is being drawn.</source>
        <translation>正在绘制影片。</translation>
    </message>
    <message>
        <source>No video is shown.</source>
        <translation>没有显示视频。</translation>
    </message>
    <message>
        <source>Export the timeline</source>
        <translation>导出时间轴</translation>
    </message>
    <message>
        <source>Picture of the lanes (*.png);;Film with the lanes (*.mp4)</source>
        <translation>轨道图片 (*.png);;带轨道的影片 (*.mp4)</translation>
    </message>
    <message>
        <source>Wrote %1.</source>
        <translation>已写入 %1。</translation>
    </message>
    <message>
        <source>Drawing %1…</source>
        <translation>正在绘制 %1…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>The film was not finished; nothing was written.</source>
        <translation>影片没有完成；没有写入任何内容。</translation>
    </message>
    <message>
        <source>The film could not be drawn: %1</source>
        <translation>无法绘制影片：%1</translation>
    </message>
</context>
<context>
    <name>ui::TimelineLanes</name>
    <message>
        <source>confirmed</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>Film strip</source>
        <translation>缩略图</translation>
    </message>
    <message>
        <source>No pictures: the video file cannot be read.</source>
        <translation>没有画面：无法读取视频文件。</translation>
    </message>
    <message>
        <source>The project names no video file.</source>
        <translation>项目中没有视频文件。</translation>
    </message>
    <message>
        <source>CAS</source>
        <translation>CAS</translation>
    </message>
    <message>
        <source> · %1 from %2</source>
        <translation> · %1 个，分数不低于 %2</translation>
    </message>
    <message>
        <source>Ground truth</source>
        <translation>真值</translation>
    </message>
    <message>
        <source>No ground truth. Everything works without it; precision, recall and mAP stay empty.</source>
        <translation>没有真值。其他功能不受影响；精确率、召回率和 mAP 为空。</translation>
    </message>
    <message>
        <source>Raw proposals</source>
        <translation>原始提议</translation>
    </message>
    <message>
        <source>Pseudo-labels</source>
        <translation>伪标签</translation>
    </message>
    <message>
        <source>No pseudo-labels yet. The filter needs proposals of a generator run or a file.</source>
        <translation>尚无伪标签。过滤需要生成器运行或文件中的提议。</translation>
    </message>
    <message>
        <source>Student</source>
        <translation>学生模型</translation>
    </message>
    <message>
        <source>My labels</source>
        <translation>我的标注</translation>
    </message>
    <message>
        <source>Nothing labelled. Press I and O to mark a segment, or Alt+↓ to copy the selected pseudo-label.</source>
        <translation>尚无标注。按 I 和 O 标出片段，或按 Alt+↓ 复制所选的伪标签。</translation>
    </message>
    <message>
        <source>The other run has no such segment here.</source>
        <translation>另一个运行在此处没有这样的片段。</translation>
    </message>
    <message>
        <source> · %1 of %2 disagree</source>
        <translation> · %2 个中 %1 个不一致</translation>
    </message>
    <message>
        <source>what if: %1 kept +%2 −%3</source>
        <translation>假设：保留 %1 +%2 −%3</translation>
    </message>
    <message>
        <source>No score curves for this video. A generator run makes them (Run, Train a run); it needs features (File, Compute features or Import).</source>
        <translation>该视频没有分数曲线。生成器运行会生成它们（运行、训练）；它需要特征（文件、计算特征或导入）。</translation>
    </message>
    <message>
        <source>No proposals yet. They come from a generator run (Run, Train a run) or a file (File, Import).</source>
        <translation>还没有提议。它们来自生成器运行（运行、训练）或文件（文件、导入）。</translation>
    </message>
    <message>
        <source>No predictions yet. A run trains the student from the pseudo-labels (Run, Train a run).</source>
        <translation>还没有预测。运行会用伪标签训练学生模型（运行、训练）。</translation>
    </message>
    <message>
        <source>Locked: it is ground truth. Alt+↓ copies to %1.</source>
        <translation>已锁定：这是真值。Alt+↓ 复制到“%1”。</translation>
    </message>
    <message>
        <source>Locked: it is output of %1. Alt+↓ copies to %2.</source>
        <translation>已锁定：这是 %1 的输出。Alt+↓ 复制到“%2”。</translation>
    </message>
    <message>
        <source>Locked: edits go to %1, not to %2. View, Edit the labels of this lane changes that; Alt+↓ copies.</source>
        <translation>已锁定：编辑进入“%1”，而不是“%2”。视图 &gt; 编辑此轨道的标注可更改；Alt+↓ 复制。</translation>
    </message>
    <message>
        <source>No ground truth for this video; others have some.</source>
        <translation>此视频没有真值；其他视频有。</translation>
    </message>
    <message>
        <source>No proposals for this video; others have some.</source>
        <translation>此视频没有提议；其他视频有。</translation>
    </message>
    <message>
        <source>No pseudo-labels for this video; others have some. Runs make them for the videos that they train on.</source>
        <translation>此视频没有伪标签；其他视频有。运行只为其训练所用的视频生成伪标签。</translation>
    </message>
    <message>
        <source>No predictions for this video; others have some.</source>
        <translation>此视频没有预测；其他视频有。</translation>
    </message>
</context>
<context>
    <name>ui::TimelineMenus</name>
    <message>
        <source>Show predictions from score</source>
        <translation>显示分数不低于以下值的预测</translation>
    </message>
    <message>
        <source>Always show the curve of</source>
        <translation>始终显示以下类别的曲线</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Mark where the two runs disagree</source>
        <translation>标出两个运行不一致之处</translation>
    </message>
</context>
<context>
    <name>ui::WindowAnalysis</name>
    <message>
        <source>Filter</source>
        <translation>过滤</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>评估</translation>
    </message>
    <message>
        <source>DETAD</source>
        <translation>DETAD</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>体检</translation>
    </message>
    <message>
        <source>Fix first</source>
        <translation>优先修正</translation>
    </message>
    <message>
        <source>Lineage</source>
        <translation>来历</translation>
    </message>
    <message>
        <source>The list is empty.</source>
        <translation>列表为空。</translation>
    </message>
    <message>
        <source>This is the last one of the list.</source>
        <translation>这是列表中的最后一个。</translation>
    </message>
    <message>
        <source>This is the first one of the list.</source>
        <translation>这是列表中的第一个。</translation>
    </message>
    <message>
        <source>&amp;Filter: what if</source>
        <translation>过滤：假设(&amp;F)</translation>
    </message>
    <message>
        <source>Shows what other settings of the filter would keep.</source>
        <translation>显示其他过滤设置会保留什么。</translation>
    </message>
    <message>
        <source>&amp;Apply the filter…</source>
        <translation>应用过滤(&amp;A)…</translation>
    </message>
    <message>
        <source>Keeps what the filter&apos;s settings make as a new label set.</source>
        <translation>把过滤设置的结果保存为新的标签集。</translation>
    </message>
    <message>
        <source>&amp;Evaluation under every rule</source>
        <translation>按各种规则评估(&amp;E)</translation>
    </message>
    <message>
        <source>Measures predictions by every published rule, side by side.</source>
        <translation>按每种公开规则并排评估预测。</translation>
    </message>
    <message>
        <source>&amp;DETAD</source>
        <translation>&amp;DETAD</translation>
    </message>
    <message>
        <source>Shows which errors are made, what they cost, and where they are.</source>
        <translation>显示有哪些错误、代价多大、位于何处。</translation>
    </message>
    <message>
        <source>Data set d&amp;octor</source>
        <translation>数据集体检(&amp;O)</translation>
    </message>
    <message>
        <source>Shows what is wrong or worth knowing about the data set.</source>
        <translation>显示数据集中的问题或值得了解之处。</translation>
    </message>
    <message>
        <source>&amp;Quality of the pseudo-labels</source>
        <translation>伪标签质量(&amp;Q)</translation>
    </message>
    <message>
        <source>Shows precision, recall and mAP of the pseudo-labels.</source>
        <translation>显示伪标签的精确率、召回率和 mAP。</translation>
    </message>
    <message>
        <source>Fi&amp;x first</source>
        <translation>优先修正(&amp;X)</translation>
    </message>
    <message>
        <source>Shows the labels that are worth correcting first, and why.</source>
        <translation>显示最值得先修正的标签及其原因。</translation>
    </message>
    <message>
        <source>Shows why the selected segment is there.</source>
        <translation>显示所选片段为何存在。</translation>
    </message>
    <message>
        <source>&amp;Next of the list</source>
        <translation>列表中的下一个(&amp;N)</translation>
    </message>
    <message>
        <source>Goes to the next place of the queue, or of the list used last.</source>
        <translation>转到队列或最近使用的列表中的下一处。</translation>
    </message>
    <message>
        <source>&amp;Previous of the list</source>
        <translation>列表中的上一个(&amp;P)</translation>
    </message>
    <message>
        <source>Goes to the previous place of the queue, or of the list used last.</source>
        <translation>转到队列或最近使用的列表中的上一处。</translation>
    </message>
    <message>
        <source>The project has no video %1 any more.</source>
        <translation>项目中已没有视频 %1。</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Quality of every &amp;stage</source>
        <translation>各阶段质量(&amp;S)</translation>
    </message>
    <message>
        <source>Compares proposals, pseudo-labels, predictions and your labels.</source>
        <translation>比较提议、伪标签、预测和您的标注。</translation>
    </message>
    <message>
        <source>Same error</source>
        <translation>同类错误</translation>
    </message>
    <message>
        <source>Ledger</source>
        <translation>台账</translation>
    </message>
    <message>
        <source>Sa&amp;me error elsewhere</source>
        <translation>别处的同类错误(&amp;M)</translation>
    </message>
    <message>
        <source>Shows labels with the error that you corrected in the selected one.</source>
        <translation>显示与您在所选标签中修正过的错误相同的标签。</translation>
    </message>
    <message>
        <source>Led&amp;ger and effort</source>
        <translation>台账与工作量(&amp;G)</translation>
    </message>
    <message>
        <source>Shows which labels each run read, what came of them, and what correcting has cost.</source>
        <translation>显示每次运行读取的标签、其结果以及修正的成本。</translation>
    </message>
    <message>
        <source>&amp;Write a report…</source>
        <translation>写报告(&amp;W)…</translation>
    </message>
    <message>
        <source>Writes the analysis as one page with charts, HTML or PDF.</source>
        <translation>把分析写成一页带图表的 HTML 或 PDF。</translation>
    </message>
    <message>
        <source>No project is open.</source>
        <translation>没有打开的项目。</translation>
    </message>
    <message>
        <source>Write a report</source>
        <translation>写报告</translation>
    </message>
    <message>
        <source>Page to print (*.pdf);;Page for a browser (*.html)</source>
        <translation>打印用页面 (*.pdf);;浏览器用页面 (*.html)</translation>
    </message>
    <message>
        <source>L&amp;ineage of the segment</source>
        <translation>片段的来历(&amp;I)</translation>
    </message>
    <message>
        <source>The filter has no proposals yet.</source>
        <translation>过滤器还没有提议。</translation>
    </message>
    <message>
        <source>&amp;Train with the filter&apos;s settings…</source>
        <translation>用过滤器的设置训练(&amp;T)…</translation>
    </message>
    <message>
        <source>Opens the run dialog with the settings of the filter panel.</source>
        <translation>以过滤面板的设置打开运行对话框。</translation>
    </message>
</context>
<context>
    <name>ui::WindowJobs</name>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Shows the job that runs.</source>
        <translation>显示正在运行的任务。</translation>
    </message>
    <message>
        <source>&amp;Train a run…</source>
        <translation>训练(&amp;T)…</translation>
    </message>
    <message>
        <source>Chooses recipe, stages and labels, and trains in the background.</source>
        <translation>选择配方、阶段和标签，在后台训练。</translation>
    </message>
    <message>
        <source>&amp;Cancel the run</source>
        <translation>取消运行(&amp;C)</translation>
    </message>
    <message>
        <source>Stops the run that trains; it can be resumed.</source>
        <translation>停止正在训练的运行；之后可以继续。</translation>
    </message>
    <message>
        <source>&amp;Resume the last run</source>
        <translation>继续上次停止的运行(&amp;R)</translation>
    </message>
    <message>
        <source>Goes on with the run that was stopped last.</source>
        <translation>继续最近停止的运行。</translation>
    </message>
    <message>
        <source>Show &amp;jobs</source>
        <translation>显示任务(&amp;J)</translation>
    </message>
    <message>
        <source>Shows what trains, waits and ended.</source>
        <translation>显示正在训练、等待和已结束的任务。</translation>
    </message>
    <message>
        <source>Show r&amp;uns</source>
        <translation>显示运行(&amp;U)</translation>
    </message>
    <message>
        <source>Shows every run of the project and what it is worth.</source>
        <translation>显示项目的所有运行及其成绩。</translation>
    </message>
    <message>
        <source>Show the &amp;log</source>
        <translation>显示日志(&amp;L)</translation>
    </message>
    <message>
        <source>Shows or hides what the worker wrote.</source>
        <translation>显示或隐藏训练程序的输出。</translation>
    </message>
    <message>
        <source>This project is open for looking only: a run could not be recorded.</source>
        <translation>项目以只读方式打开：无法记录运行。</translation>
    </message>
    <message>
        <source>No run was stopped: there is nothing to resume.</source>
        <translation>没有已停止的运行，无可继续。</translation>
    </message>
    <message>
        <source>A run is training</source>
        <translation>正在训练</translation>
    </message>
    <message>
        <source>%1 is training.</source>
        <translation>%1 正在训练。</translation>
    </message>
    <message>
        <source>Left running, it goes on without the window; the project shows it again when it is opened. Stopped, it can be resumed later.</source>
        <translation>若让它继续，窗口关闭后仍会运行，再次打开项目时会显示。若停止，之后可以继续。</translation>
    </message>
    <message>
        <source>Leave it running</source>
        <translation>让它继续</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>留下</translation>
    </message>
    <message>
        <source>Waiting for the worker…</source>
        <translation>正在等待训练程序…</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) still wait from before; the panel Jobs starts them.</source>
        <translation>
            <numerusform>还有 %n 个之前等待的运行；可在“任务”面板中启动。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting run(s) come back when the project is opened again.</source>
        <translation>
            <numerusform>%n 个等待的运行会在再次打开项目时恢复。</numerusform>
        </translation>
    </message>
    <message>
        <source>No run trains</source>
        <translation>没有运行在训练</translation>
    </message>
    <message>
        <source>&amp;Fuse proposals of runs…</source>
        <translation>融合多个运行的提议(&amp;F)…</translation>
    </message>
    <message>
        <source>Makes consensus proposals of what several generators propose.</source>
        <translation>把多个生成器的提议融合为共识提议。</translation>
    </message>
    <message numerus="yes">
        <source>%n runs train</source>
        <translation>
            <numerusform>%n 个运行在训练</numerusform>
        </translation>
    </message>
    <message>
        <source>Several runs train: each has its own button in the panel Jobs.</source>
        <translation>有多个运行在训练：“任务”面板里每个都有自己的按钮。</translation>
    </message>
    <message>
        <source>This project is open for looking only: nothing can be added.</source>
        <translation>该项目以只读方式打开，无法添加内容。</translation>
    </message>
    <message numerus="yes">
        <source>Fusing needs the proposals of two runs or imports; the project has %n.</source>
        <translation>
            <numerusform>融合需要两个运行或导入的提议；项目中只有 %n 个。</numerusform>
        </translation>
    </message>
    <message>
        <source>Consensus proposals %1 are in the project.</source>
        <translation>共识提议 %1 已加入项目。</translation>
    </message>
    <message numerus="yes">
        <source>%n runs are training.</source>
        <translation>
            <numerusform>有 %n 个运行正在训练。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stop %n run(s)</source>
        <translation>
            <numerusform>停止 %n 个运行</numerusform>
        </translation>
    </message>
    <message>
        <source>Train &amp;with these thresholds…</source>
        <translation>用这些阈值训练(&amp;W)…</translation>
    </message>
    <message>
        <source>Opens the run dialog with the thresholds that were moved in the CAS lane.</source>
        <translation>以 CAS 轨道中移动过的阈值打开运行对话框。</translation>
    </message>
    <message>
        <source>Move a threshold of the CAS lane first: the lines are where the run cut.</source>
        <translation>请先移动 CAS 轨道的阈值：虚线仍在该次运行切分的位置。</translation>
    </message>
</context>
<context>
    <name>ui::Workspace</name>
    <message>
        <source>Inspector</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>If it was moved, File &gt; Find moved files tells the project.</source>
        <translation>如果它被移动了，请用“文件 &gt; 查找移动的文件”告知项目。</translation>
    </message>
    <message>
        <source>This project has no videos yet. Drop some here, or choose File, Import.</source>
        <translation>项目中还没有视频。把视频拖到这里，或选择“文件、导入”。</translation>
    </message>
    <message>
        <source>The project names no file for this video. Drop it here, or choose File, Import.</source>
        <translation>项目没有记录该视频的文件。把它拖到这里，或选择“文件、导入”。</translation>
    </message>
    <message>
        <source>Choose a lane of labels first: Up and Down.</source>
        <translation>请先选择一条标注轨道：上、下方向键。</translation>
    </message>
    <message>
        <source>Edits go to %1 now.</source>
        <translation>现在编辑进入“%1”。</translation>
    </message>
</context>
<context>
    <name>ui::analysis::ComparisonBar</name>
    <message>
        <source>Student</source>
        <translation>学生模型</translation>
    </message>
    <message>
        <source>Pseudo-labels</source>
        <translation>伪标签</translation>
    </message>
    <message>
        <source>Proposals</source>
        <translation>提议</translation>
    </message>
    <message>
        <source>Labels as they are now</source>
        <translation>当前的标注</translation>
    </message>
    <message>
        <source>test split</source>
        <translation>测试集</translation>
    </message>
    <message>
        <source>all videos</source>
        <translation>全部视频</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>轨道</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>the split it covers</source>
        <translation>它所覆盖的划分</translation>
    </message>
</context>
<context>
    <name>ui::analysis::DetadPanel</name>
    <message>
        <source>tIoU</source>
        <translation>tIoU</translation>
    </message>
    <message>
        <source>Ties</source>
        <translation>并列</translation>
    </message>
    <message>
        <source>ties as DETAD</source>
        <translation>并列同 DETAD</translation>
    </message>
    <message>
        <source>ties to the same label</source>
        <translation>并列取同类</translation>
    </message>
    <message>
        <source>Bins</source>
        <translation>分档</translation>
    </message>
    <message>
        <source>By which characteristic</source>
        <translation>按哪种特征</translation>
    </message>
    <message>
        <source>coverage</source>
        <translation>覆盖率</translation>
    </message>
    <message>
        <source>length</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>instances in the video</source>
        <translation>视频内实例数</translation>
    </message>
    <message>
        <source>What is measured</source>
        <translation>度量</translation>
    </message>
    <message>
        <source>mAP</source>
        <translation>mAP</translation>
    </message>
    <message>
        <source>missed</source>
        <translation>漏检</translation>
    </message>
    <message>
        <source>Click a bar to see its segments</source>
        <translation>点击一根柱子查看其片段</translation>
    </message>
    <message>
        <source>False-positive profile; arrows choose a bar</source>
        <translation>误检分布；方向键选择柱子</translation>
    </message>
    <message>
        <source>By characteristic; arrows choose a bar</source>
        <translation>按特征；方向键选择柱子</translation>
    </message>
    <message>
        <source>Segments of the chosen bar</source>
        <translation>所选柱子的片段</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>False-positive profile</source>
        <translation>误检分布</translation>
    </message>
    <message>
        <source>by</source>
        <translation>按</translation>
    </message>
    <message>
        <source>mAP gained if this error were fixed</source>
        <translation>修复该类错误可提升的 mAP</translation>
    </message>
    <message>
        <source>Sensitivity and misses</source>
        <translation>敏感度与漏检</translation>
    </message>
    <message>
        <source>Enter goes to the segment and, again, to the next; F8 from anywhere.</source>
        <translation>Enter 转到该片段，再按转到下一个；任何位置可按 F8。</translation>
    </message>
    <message>
        <source>Nothing to diagnose yet. Train a run (Run, Train a run) or import predictions (File, Import).</source>
        <translation>还没有可诊断的内容。请训练一个运行（运行、训练）或导入预测（文件、导入）。</translation>
    </message>
    <message>
        <source>Diagnosing…</source>
        <translation>正在诊断…</translation>
    </message>
    <message>
        <source>Shows these segments</source>
        <translation>显示这些片段</translation>
    </message>
    <message>
        <source>Missed</source>
        <translation>漏检</translation>
    </message>
    <message>
        <source>%1 in group %2G</source>
        <translation>%2G 组中的%1</translation>
    </message>
    <message>
        <source>%1, no ground truth in this video</source>
        <translation>%1，该视频没有真值</translation>
    </message>
    <message>
        <source>%1, tIoU %2 with %3 %4</source>
        <translation>%1，与 %3 %4 的 tIoU 为 %2</translation>
    </message>
    <message>
        <source>Ground truth, found</source>
        <translation>真值，已找到</translation>
    </message>
    <message>
        <source>Export the diagnosis</source>
        <translation>导出诊断</translation>
    </message>
    <message>
        <source>Charts (*.svg *.pdf);;Figures (*.csv)</source>
        <translation>图表 (*.svg *.pdf);;数值 (*.csv)</translation>
    </message>
    <message>
        <source>Exported to %1.</source>
        <translation>已导出到 %1。</translation>
    </message>
    <message>
        <source>False-positive profile, % of each group</source>
        <translation>误检分布，每组的百分比</translation>
    </message>
    <message>
        <source>mAP by %1</source>
        <translation>按%1的 mAP</translation>
    </message>
    <message>
        <source>Missed, by %1</source>
        <translation>漏检，按%1</translation>
    </message>
    <message>
        <source>DETAD diagnosis</source>
        <translation>DETAD 诊断</translation>
    </message>
    <message>
        <source>Mean over tIoU</source>
        <translation>tIoU 平均</translation>
    </message>
    <message>
        <source>no mean</source>
        <translation>不取平均</translation>
    </message>
    <message>
        <source>mean over %1</source>
        <translation>%1 的平均</translation>
    </message>
    <message>
        <source>Means over the list of tIoU</source>
        <translation>tIoU 列表上的平均</translation>
    </message>
    <message>
        <source>bins of %1</source>
        <translation>%1 的分档</translation>
    </message>
    <message>
        <source>tIoU %1</source>
        <translation>tIoU %1</translation>
    </message>
    <message>
        <source>%1 · %2 · G = %3 · tIoU %4 · normalised mAP %5</source>
        <translation>%1 · %2 · G = %3 · tIoU %4 · 归一化 mAP %5</translation>
    </message>
    <message>
        <source>%1: %2 in %3</source>
        <translation>%1：%2 个，在 %3中</translation>
    </message>
    <message>
        <source>Instances: %1 in %2</source>
        <translation>实例：%1 个，在 %2中</translation>
    </message>
    <message>
        <source>Missed: %1 in %2</source>
        <translation>漏检：%1 个，在 %2中</translation>
    </message>
</context>
<context>
    <name>ui::analysis::DoctorPanel</name>
    <message>
        <source>Read the features too (slow)</source>
        <translation>同时读取特征（较慢）</translation>
    </message>
    <message>
        <source>Looks for features that are not finite or constant.</source>
        <translation>查找非有限或恒定的特征。</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>发现</translation>
    </message>
    <message>
        <source>Places of the finding</source>
        <translation>该发现的位置</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Examining the data set…</source>
        <translation>正在检查数据集…</translation>
    </message>
    <message>
        <source>Nothing to report.</source>
        <translation>没有问题。</translation>
    </message>
    <message numerus="yes">
        <source>%n finding(s), errors first</source>
        <translation>
            <numerusform>%n 项发现，错误在前</numerusform>
        </translation>
    </message>
    <message>
        <source>no subset</source>
        <translation>无子集</translation>
    </message>
    <message>
        <source>%1. To do: %2</source>
        <translation>%1。处理：%2</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>%1: %2, %3</source>
        <translation>%1：%2，%3</translation>
    </message>
</context>
<context>
    <name>ui::analysis::EvaluationPanel</name>
    <message>
        <source>reference here</source>
        <translation>此处的参照</translation>
    </message>
    <message>
        <source>other rules, same numbers on this data</source>
        <translation>规则不同，在此数据上结果相同</translation>
    </message>
    <message>
        <source>same rule, same numbers</source>
        <translation>规则相同，结果相同</translation>
    </message>
    <message>
        <source>tIoU thresholds</source>
        <translation>tIoU 阈值</translation>
    </message>
    <message>
        <source>The same predictions under every rule</source>
        <translation>同一预测在每种规则下</translation>
    </message>
    <message>
        <source>Average precision per class</source>
        <translation>各类别的平均精度</translation>
    </message>
    <message>
        <source>tIoU</source>
        <translation>tIoU</translation>
    </message>
    <message>
        <source>Under every rule</source>
        <translation>每种规则下</translation>
    </message>
    <message>
        <source>Nothing to evaluate yet. Train a run (Run, Train a run) or import predictions (File, Import).</source>
        <translation>还没有可评估的内容。请训练一个运行（运行、训练）或导入预测（文件、导入）。</translation>
    </message>
    <message>
        <source>Evaluating under every rule…</source>
        <translation>正在按每种规则评估…</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>avg</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>Why it differs</source>
        <translation>差异原因</translation>
    </message>
    <message>
        <source>Per class, %1</source>
        <translation>各类别，%1</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>GT</source>
        <translation>真值</translation>
    </message>
    <message>
        <source>Pred.</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>%1 · %2 · %3 · %4 · mAP in %</source>
        <translation>%1 · %2 · %3 · %4 · mAP 为百分数</translation>
    </message>
</context>
<context>
    <name>ui::analysis::FigureTable</name>
    <message>
        <source>Copy or save this table</source>
        <translation>复制或保存此表</translation>
    </message>
    <message>
        <source>Copy as CSV</source>
        <translation>复制为 CSV</translation>
    </message>
    <message>
        <source>Copy as LaTeX</source>
        <translation>复制为 LaTeX</translation>
    </message>
    <message>
        <source>Save as CSV…</source>
        <translation>另存为 CSV…</translation>
    </message>
    <message>
        <source>Save as CSV</source>
        <translation>另存为 CSV</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
</context>
<context>
    <name>ui::analysis::FilterForm</name>
    <message>
        <source>Only classes of the video&apos;s weak labels</source>
        <translation>仅限视频弱标签中的类别</translation>
    </message>
    <message>
        <source>Confidence η</source>
        <translation>置信度 η</translation>
    </message>
    <message>
        <source>score above</source>
        <translation>分数高于</translation>
    </message>
    <message>
        <source>IoU density γ</source>
        <translation>IoU 密度 γ</translation>
    </message>
    <message>
        <source>sum of tIoU with the others, at least</source>
        <translation>与其他提议的 tIoU 之和至少为</translation>
    </message>
    <message>
        <source>Shortest</source>
        <translation>最短</translation>
    </message>
    <message>
        <source>seconds, at least</source>
        <translation>秒，至少</translation>
    </message>
    <message>
        <source>Longest</source>
        <translation>最长</translation>
    </message>
    <message>
        <source>seconds, at most; 0: no limit</source>
        <translation>秒，至多；0 为不限</translation>
    </message>
    <message>
        <source>Density counts</source>
        <translation>密度计入</translation>
    </message>
    <message>
        <source>all classes</source>
        <translation>所有类别</translation>
    </message>
    <message>
        <source>the same class</source>
        <translation>同类</translation>
    </message>
    <message>
        <source>Density is</source>
        <translation>密度取</translation>
    </message>
    <message>
        <source>the sum</source>
        <translation>总和</translation>
    </message>
    <message>
        <source>the mean of the top 3</source>
        <translation>前三的均值</translation>
    </message>
    <message>
        <source>Density looks</source>
        <translation>密度统计</translation>
    </message>
    <message>
        <source>after NMS</source>
        <translation>NMS 之后</translation>
    </message>
    <message>
        <source>before NMS</source>
        <translation>NMS 之前</translation>
    </message>
    <message>
        <source>Nothing kept</source>
        <translation>无保留时</translation>
    </message>
    <message>
        <source>video is background</source>
        <translation>视频为背景</translation>
    </message>
    <message>
        <source>keep its best</source>
        <translation>保留最好的</translation>
    </message>
    <message>
        <source>leave the video out</source>
        <translation>不用该视频</translation>
    </message>
    <message>
        <source>Further rules</source>
        <translation>更多规则</translation>
    </message>
    <message>
        <source>These proposals come without those before NMS: a run keeps them when it is trained with before_nms.</source>
        <translation>这些提议不含 NMS 之前的提议：以 before_nms 训练的运行才会保存它们。</translation>
    </message>
    <message>
        <source>Must be %1</source>
        <translation>必须为 %1</translation>
    </message>
</context>
<context>
    <name>ui::analysis::FilterPanel</name>
    <message>
        <source>Apply as new label set…</source>
        <translation>应用为新标签集…</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Proposals</source>
        <translation>提议</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>This video</source>
        <translation>本视频</translation>
    </message>
    <message>
        <source>Whole split</source>
        <translation>整个划分</translation>
    </message>
    <message>
        <source>Back to the settings in use</source>
        <translation>恢复正在使用的设置</translation>
    </message>
    <message>
        <source>No proposals yet. The filter needs proposals of a generator run (Run, Train a run) or a file (File, Import).</source>
        <translation>还没有提议。过滤需要生成器运行（运行、训练）或文件（文件、导入）中的提议。</translation>
    </message>
    <message>
        <source>Reading the proposals…</source>
        <translation>正在读取提议…</translation>
    </message>
    <message>
        <source>The project is open for looking only.</source>
        <translation>项目以只读方式打开。</translation>
    </message>
    <message>
        <source>These settings are in use already.</source>
        <translation>这些设置正在使用。</translation>
    </message>
    <message>
        <source>Keeps the result as pseudo-labels and as a label set</source>
        <translation>把结果保存为伪标签和标签集</translation>
    </message>
    <message>
        <source>No ground truth: precision, recall and mAP cannot be told.</source>
        <translation>没有真值：无法得知精确率、召回率和 mAP。</translation>
    </message>
    <message>
        <source>%1 · tIoU %2 · activitynet rule</source>
        <translation>%1 · tIoU %2 · activitynet 规则</translation>
    </message>
    <message>
        <source>Apply as new label set</source>
        <translation>应用为新标签集</translation>
    </message>
    <message>
        <source>Name of the pseudo-labels and of the label set (empty: filter-N):</source>
        <translation>伪标签和标签集的名称（留空：filter-N）：</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Filtering the proposals…</source>
        <translation>正在过滤提议…</translation>
    </message>
    <message>
        <source>Train with these settings…</source>
        <translation>用这些设置训练…</translation>
    </message>
    <message>
        <source>Opens the run dialog: the student learns from what these settings keep</source>
        <translation>打开运行对话框：学生模型从这些设置保留的内容中学习</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>A run filters the proposals of its training videos.</source>
        <translation>运行只过滤其训练视频的提议。</translation>
    </message>
    <message>
        <source>Training videos</source>
        <translation>训练视频</translation>
    </message>
    <message>
        <source>All videos</source>
        <translation>全部视频</translation>
    </message>
    <message>
        <source>%1 has no proposals that a run would filter: it is no training video.</source>
        <translation>%1 没有运行会过滤的提议：它不是训练视频。</translation>
    </message>
    <message>
        <source>%1 has no proposals.</source>
        <translation>%1 没有提议。</translation>
    </message>
    <message>
        <source>%1: %2 kept as label set %3.</source>
        <translation>%1：%2已保存为标签集 %3。</translation>
    </message>
    <message>
        <source>%1 · %2 in %3</source>
        <translation>%1 · %3中的 %2 个</translation>
    </message>
    <message>
        <source>Filtering %1…</source>
        <translation>正在过滤 %1…</translation>
    </message>
    <message>
        <source>%1 in %2 s</source>
        <translation>%1，用时 %2 s</translation>
    </message>
</context>
<context>
    <name>ui::analysis::FilterReport</name>
    <message>
        <source>before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>after</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精确率</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>mAP at 0.5</source>
        <translation>mAP@0.5</translation>
    </message>
    <message>
        <source>Share of the kept labels that match a ground-truth instance</source>
        <translation>保留的标签中与真值匹配的比例</translation>
    </message>
    <message>
        <source>Share of the ground truth that a kept label matches</source>
        <translation>被保留的标签匹配到的真值比例</translation>
    </message>
    <message>
        <source>Over tIoU 0.1 to 0.7</source>
        <translation>tIoU 0.1 至 0.7</translation>
    </message>
    <message>
        <source>Rejected, by rule</source>
        <translation>被拒绝，按规则</translation>
    </message>
    <message>
        <source>A proposal that fails several rules counts for each.</source>
        <translation>不满足多条规则的提议在每条中都计数。</translation>
    </message>
    <message>
        <source>Precision rises, but mAP falls by %1 points.</source>
        <translation>精确率上升，但 mAP 下降 %1 个百分点。</translation>
    </message>
    <message>
        <source>mAP falls by %1 points.</source>
        <translation>mAP 下降 %1 个百分点。</translation>
    </message>
    <message>
        <source>mAP, mean of 0.1:0.1:0.7</source>
        <translation>mAP，0.1:0.1:0.7 平均</translation>
    </message>
    <message numerus="yes">
        <source>%n of %1 classes lose(s) recall; most: %2.</source>
        <translation>
            <numerusform>%1 个类别中有 %n 个召回率下降；最多的是 %2。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::analysis::FilterTexts</name>
    <message>
        <source>IoU density γ</source>
        <translation>IoU 密度 γ</translation>
    </message>
    <message>
        <source>confidence η</source>
        <translation>置信度 η</translation>
    </message>
    <message>
        <source>too short</source>
        <translation>过短</translation>
    </message>
    <message>
        <source>too long</source>
        <translation>过长</translation>
    </message>
    <message>
        <source>no weak label</source>
        <translation>不在弱标签中</translation>
    </message>
    <message>
        <source>These settings would keep it.</source>
        <translation>这些设置会保留它。</translation>
    </message>
    <message>
        <source>These settings would reject it: %1</source>
        <translation>这些设置会拒绝它：%1</translation>
    </message>
    <message>
        <source>Rejected: %1</source>
        <translation>已拒绝：%1</translation>
    </message>
</context>
<context>
    <name>ui::analysis::FixFirstPanel</name>
    <message>
        <source>gain %1 × disagreement %2 × rarity %3</source>
        <translation>收益 %1 × 分歧 %2 × 稀有度 %3</translation>
    </message>
    <message>
        <source>The others say %1–%2 s.</source>
        <translation>其他阶段认为是 %1–%2 s。</translation>
    </message>
    <message>
        <source>Labels to fix first</source>
        <translation>优先修正的标签</translation>
    </message>
    <message>
        <source>No pseudo-labels yet. A run makes them (Run, Train a run), or the filter panel from proposals.</source>
        <translation>还没有伪标签。运行会生成它们（运行、训练），或由过滤面板从提议生成。</translation>
    </message>
    <message>
        <source>Comparing the labels with the other stages…</source>
        <translation>正在与其他阶段比较标签…</translation>
    </message>
    <message>
        <source>Nothing left to fix in this split.</source>
        <translation>此划分中没有需要修正的了。</translation>
    </message>
    <message>
        <source>No other stage has %1 here</source>
        <translation>其他阶段在此处都没有 %1</translation>
    </message>
    <message>
        <source>A better %1 label covers the same action</source>
        <translation>更好的 %1 标签已覆盖同一动作</translation>
    </message>
    <message numerus="yes">
        <source>%n other segment(s) agree(s) with its bounds to %1 %</source>
        <translation>
            <numerusform>其他 %n 个片段与其边界的一致度为 %1 %</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2, most worth first</source>
        <translation>%2 的 %1，最值得修正的在前</translation>
    </message>
</context>
<context>
    <name>ui::analysis::LedgerPanel</name>
    <message>
        <source>mAP of the predictions: test split, activitynet rule, mean over tIoU 0.1:0.1:0.7. Label set: the hash of the snapshot that the run read.</source>
        <translation>预测的 mAP：测试集，activitynet 规则，tIoU 0.1:0.1:0.7 平均。标签集：运行所读快照的哈希。</translation>
    </message>
    <message>
        <source>Export every step…</source>
        <translation>导出每一步…</translation>
    </message>
    <message>
        <source>Runs and the labels that they read</source>
        <translation>运行及其读取的标签</translation>
    </message>
    <message>
        <source>Changes by class</source>
        <translation>按类别的变化</translation>
    </message>
    <message>
        <source>What correcting has cost</source>
        <translation>修正的成本</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Effort</source>
        <translation>工作量</translation>
    </message>
    <message>
        <source>Reading the ledger…</source>
        <translation>正在读取台账…</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>mAP</source>
        <translation>mAP</translation>
    </message>
    <message>
        <source>label set</source>
        <translation>标签集</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>config</source>
        <translation>配置</translation>
    </message>
    <message>
        <source>code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>%1 changed!</source>
        <translation>%1 已改变！</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>after</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>added</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>moved</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>replaced</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>edits</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Choose a run to compare it with the one before</source>
        <translation>选择一次运行与前一次比较</translation>
    </message>
    <message>
        <source>%1 against %2, AP and edits</source>
        <translation>%1 对比 %2：AP 与编辑</translation>
    </message>
    <message numerus="yes">
        <source>%n stretch(es) of work; assisted: began as a copy of a proposal, pseudo-label or prediction. A pause above 60 s is no work.</source>
        <translation>
            <numerusform>%n 段工作时间；借助模型：由提议、伪标签或预测复制而来。超过 60 秒的停顿不计为工作。</numerusform>
        </translation>
    </message>
    <message>
        <source>Export every step</source>
        <translation>导出每一步</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>Exported to %1.</source>
        <translation>已导出到 %1。</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>assisted</source>
        <translation>借助模型</translation>
    </message>
    <message>
        <source>manual</source>
        <translation>手工</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Labels accepted</source>
        <translation>接受的标注</translation>
    </message>
    <message>
        <source>Labels rejected</source>
        <translation>拒绝的标注</translation>
    </message>
    <message>
        <source>Edits</source>
        <translation>编辑次数</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Clicks</source>
        <translation>点击次数</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>Keys a label</source>
        <translation>每个标注的按键数</translation>
    </message>
    <message>
        <source>Edits a label</source>
        <translation>每个标注的编辑次数</translation>
    </message>
    <message>
        <source>Seconds a label</source>
        <translation>每个标注的秒数</translation>
    </message>
</context>
<context>
    <name>ui::analysis::LineagePanel</name>
    <message>
        <source>Ground truth</source>
        <translation>真值</translation>
    </message>
    <message>
        <source>Raw proposal</source>
        <translation>原始提议</translation>
    </message>
    <message>
        <source>Pseudo-label</source>
        <translation>伪标签</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>My label</source>
        <translation>我的标注</translation>
    </message>
    <message>
        <source>added %1</source>
        <translation>添加 %1</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>已删除</translation>
    </message>
    <message>
        <source>start</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>end</source>
        <translation>终点</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>Nothing is selected. Click a segment in the timeline to see why it is there.</source>
        <translation>未选择任何片段。点击时间轴中的片段，查看它为何存在。</translation>
    </message>
    <message>
        <source>Learned from</source>
        <translation>学习自</translation>
    </message>
    <message>
        <source>Taught the student</source>
        <translation>教给学生模型</translation>
    </message>
    <message>
        <source>Copied from</source>
        <translation>复制自</translation>
    </message>
    <message>
        <source>ambiguous</source>
        <translation>模糊</translation>
    </message>
    <message>
        <source> · score %1</source>
        <translation> · 分数 %1</translation>
    </message>
    <message>
        <source>Goes there</source>
        <translation>转到该处</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>attention</source>
        <translation>注意力</translation>
    </message>
    <message>
        <source>class activation</source>
        <translation>类别激活</translation>
    </message>
    <message>
        <source>at or above θ %1 (%2 of the range) from %3 s · contrast %4 + video score %5</source>
        <translation>不低于 θ %1（范围的 %2），%3 s · 对比度 %4 + 视频分数 %5</translation>
    </message>
    <message>
        <source>Votes</source>
        <translation>投票</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>过滤</translation>
    </message>
    <message>
        <source>kept as the video&apos;s best</source>
        <translation>作为视频中最好的保留</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>tIoU %1</source>
        <translation>tIoU %1</translation>
    </message>
    <message>
        <source>Your edits</source>
        <translation>您的编辑</translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s)</source>
        <translation>
            <numerusform>%n 次编辑</numerusform>
        </translation>
    </message>
    <message>
        <source>Not known: %1</source>
        <translation>未知：%1</translation>
    </message>
    <message>
        <source>%1, density %2</source>
        <translation>%1，密度 %2</translation>
    </message>
</context>
<context>
    <name>ui::analysis::MeanDiagnosisTable</name>
    <message>
        <source>Mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>gain</source>
        <translation>增益</translation>
    </message>
    <message>
        <source>share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>Normalised mAP</source>
        <translation>归一化 mAP</translation>
    </message>
    <message>
        <source>coverage</source>
        <translation>覆盖率</translation>
    </message>
    <message>
        <source>length</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>instances in the video</source>
        <translation>视频内实例数</translation>
    </message>
    <message>
        <source>%1 %2: mAP, missed</source>
        <translation>%1 %2：mAP、漏检</translation>
    </message>
</context>
<context>
    <name>ui::analysis::ProfilePlot</name>
    <message>
        <source>%1: %2 of the group %3G. Click for the list.</source>
        <translation>%1：%3G 组中的 %2 个。点击查看列表。</translation>
    </message>
</context>
<context>
    <name>ui::analysis::QualityPanel</name>
    <message>
        <source>Precision</source>
        <translation>精确率</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>Harmonic mean of precision and recall</source>
        <translation>精确率与召回率的调和平均</translation>
    </message>
    <message>
        <source>mAP at %1</source>
        <translation>mAP@%1</translation>
    </message>
    <message>
        <source>Mean over the classes</source>
        <translation>各类别的平均</translation>
    </message>
    <message>
        <source>Over tIoU 0.1 to 0.7</source>
        <translation>tIoU 0.1 至 0.7</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %2 pseudo-labels match a ground-truth instance</source>
        <translation>
            <numerusform>%2 个伪标签中有 %1 个与真值实例匹配</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %2 ground-truth instances are found by pseudo-labels</source>
        <translation>
            <numerusform>%2 个真值实例中有 %1 个被伪标签找到</numerusform>
        </translation>
    </message>
    <message>
        <source>made</source>
        <translation>生成时</translation>
    </message>
    <message>
        <source>corrected</source>
        <translation>修正后</translation>
    </message>
    <message>
        <source>change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>Pseudo-labels, as made and as you corrected them</source>
        <translation>伪标签：生成时与修正后</translation>
    </message>
    <message>
        <source>mAP, mean of 0.1:0.1:0.7</source>
        <translation>mAP，0.1:0.1:0.7 平均</translation>
    </message>
    <message>
        <source>Shows how good the pseudo-labels are and what your corrections change: it needs pseudo-labels and ground truth of the same videos. A run makes the ones (Run, Train a run), File, Import brings either.</source>
        <translation>显示伪标签的质量以及您的修正带来的变化：需要相同视频的伪标签与真值。伪标签由运行产生（运行、训练），两者都可以通过“文件、导入”得到。</translation>
    </message>
    <message>
        <source>%1 · %2 · %3 with ground truth · activitynet rule, tIoU %4. Follows every edit; Stages compares all stages, by class and by video.</source>
        <translation>%1 · %2 · 有真值的 %3 · activitynet 规则，tIoU %4。随每次编辑更新；“阶段”面板按类别和视频比较所有阶段。</translation>
    </message>
</context>
<context>
    <name>ui::analysis::ReportWriter</name>
    <message>
        <source>Writing the report…</source>
        <translation>正在写报告…</translation>
    </message>
    <message>
        <source>Wrote the report to %1.</source>
        <translation>报告已写入 %1。</translation>
    </message>
</context>
<context>
    <name>ui::analysis::SameErrorPanel</name>
    <message>
        <source>Leave this one out</source>
        <translation>排除此项</translation>
    </message>
    <message>
        <source>How alike the curves are</source>
        <translation>曲线相似程度</translation>
    </message>
    <message>
        <source>curves alike to %1 or more</source>
        <translation>曲线相似度不低于 %1</translation>
    </message>
    <message>
        <source>Labels with the same error</source>
        <translation>有同类错误的标签</translation>
    </message>
    <message>
        <source>One step, which one undo takes back</source>
        <translation>一步完成，一次撤销即可还原</translation>
    </message>
    <message>
        <source>Enter goes to the label and, again, to the next; F8 from anywhere.</source>
        <translation>Enter 转到该标签，再按转到下一个；任何位置可按 F8。</translation>
    </message>
    <message>
        <source>Correct a pseudo-label (accept it and move an edge, change its class, or reject it) and select it: labels with the same error are listed here.</source>
        <translation>修正一个伪标签（接受后移动边缘、更改类别或拒绝）并选中它：此处将列出有同类错误的标签。</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>start moved by %1, end by %2 of the length</source>
        <translation>起点移动了长度的 %1，终点移动了 %2</translation>
    </message>
    <message>
        <source>class changed to %1</source>
        <translation>类别改为 %1</translation>
    </message>
    <message>
        <source>The correction: %1.</source>
        <translation>修正：%1。</translation>
    </message>
    <message>
        <source>would be rejected</source>
        <translation>将被拒绝</translation>
    </message>
    <message>
        <source>becomes %1</source>
        <translation>变为 %1</translation>
    </message>
    <message>
        <source>becomes %1 %2</source>
        <translation>变为 %1 %2</translation>
    </message>
    <message numerus="yes">
        <source>Correct %n label(s) alike</source>
        <translation>
            <numerusform>同样修正 %n 个标签</numerusform>
        </translation>
    </message>
    <message>
        <source>, at the curve&apos;s crossing</source>
        <translation>，取曲线的交点处</translation>
    </message>
</context>
<context>
    <name>ui::analysis::ScoreBars</name>
    <message>
        <source>Labels by score</source>
        <translation>标签按分数分布</translation>
    </message>
    <message>
        <source>score</source>
        <translation>分数</translation>
    </message>
    <message>
        <source>score %1 to %2: %3</source>
        <translation>分数 %1 至 %2：%3</translation>
    </message>
    <message>
        <source>score %1 to %2: %3, %4 right, mean score %5</source>
        <translation>分数 %1 至 %2：%3，%4 正确，平均分数 %5</translation>
    </message>
</context>
<context>
    <name>ui::analysis::StagesPanel</name>
    <message>
        <source>labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>prec.</source>
        <translation>精确率</translation>
    </message>
    <message>
        <source>recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>start s</source>
        <translation>起点/秒</translation>
    </message>
    <message>
        <source>end s</source>
        <translation>终点/秒</translation>
    </message>
    <message>
        <source>split</source>
        <translation>拆分</translation>
    </message>
    <message>
        <source>merged</source>
        <translation>合并</translation>
    </message>
    <message>
        <source>missed</source>
        <translation>漏检</translation>
    </message>
    <message>
        <source>tIoU</source>
        <translation>tIoU</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>What the table shows</source>
        <translation>表格内容</translation>
    </message>
    <message>
        <source>Per class</source>
        <translation>按类别</translation>
    </message>
    <message>
        <source>Per video</source>
        <translation>按视频</translation>
    </message>
    <message>
        <source>Class confusion</source>
        <translation>类别混淆</translation>
    </message>
    <message>
        <source>Agreement of stages and runs</source>
        <translation>阶段与运行的一致性</translation>
    </message>
    <message>
        <source>Which segments</source>
        <translation>哪些片段</translation>
    </message>
    <message>
        <source>Missed instances</source>
        <translation>漏检的实例</translation>
    </message>
    <message>
        <source>Instances that are split</source>
        <translation>被拆分的实例</translation>
    </message>
    <message>
        <source>Labels that merge instances</source>
        <translation>合并多个实例的标签</translation>
    </message>
    <message>
        <source>Bounds that are off most</source>
        <translation>边界偏差最大的标签</translation>
    </message>
    <message>
        <source>tIoU %1</source>
        <translation>tIoU %1</translation>
    </message>
    <message>
        <source>Quality of every stage</source>
        <translation>各阶段质量</translation>
    </message>
    <message>
        <source>Details of the chosen stage</source>
        <translation>所选阶段的详情</translation>
    </message>
    <message>
        <source>Segments of the chosen stage</source>
        <translation>所选阶段的片段</translation>
    </message>
    <message>
        <source>all videos</source>
        <translation>全部视频</translation>
    </message>
    <message>
        <source>Measuring every stage…</source>
        <translation>正在测量各阶段…</translation>
    </message>
    <message>
        <source>Raw proposals · %1</source>
        <translation>原始提议 · %1</translation>
    </message>
    <message>
        <source>Pseudo-labels · %1</source>
        <translation>伪标签 · %1</translation>
    </message>
    <message>
        <source>Predictions · %1</source>
        <translation>预测 · %1</translation>
    </message>
    <message>
        <source>Labels as they are now</source>
        <translation>当前的标注</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>mAP</source>
        <translation>mAP</translation>
    </message>
    <message>
        <source>calib.</source>
        <translation>校准</translation>
    </message>
    <message>
        <source>No ground truth: scores and agreement only.</source>
        <translation>没有真值：仅显示分数和一致性。</translation>
    </message>
    <message>
        <source>Scores: %1</source>
        <translation>分数：%1</translation>
    </message>
    <message>
        <source>Green: right; the line: as many as the scores promise. Mean difference %1.</source>
        <translation>绿色：正确；横线：分数所预示的数量。平均差异 %1。</translation>
    </message>
    <message>
        <source>Mean score %1</source>
        <translation>平均分数 %1</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>Ground truth</source>
        <translation>真值</translation>
    </message>
    <message>
        <source>labelled as</source>
        <translation>被标为</translation>
    </message>
    <message>
        <source>background</source>
        <translation>背景</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>With</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>also there %</source>
        <translation>对方也有 %</translation>
    </message>
    <message>
        <source>the reverse %</source>
        <translation>反向 %</translation>
    </message>
    <message>
        <source>start %1 s, end %2 s</source>
        <translation>起点 %1 秒，终点 %2 秒</translation>
    </message>
    <message>
        <source>holds several instances</source>
        <translation>包含多个实例</translation>
    </message>
    <message>
        <source>no label touches it</source>
        <translation>没有标签触及</translation>
    </message>
    <message>
        <source>holds several labels</source>
        <translation>包含多个标签</translation>
    </message>
    <message>
        <source>%1 · up to %2 with ground truth · activitynet rule, tIoU %3 · in %; bounds: negative is too early</source>
        <translation>%1 · 最多 %2有真值 · activitynet 规则，tIoU %3 · 单位 %；边界：负值表示过早</translation>
    </message>
    <message>
        <source>%1; Enter goes there and, again, to the next</source>
        <translation>%1；Enter 转到该处，再按转到下一个</translation>
    </message>
</context>
<context>
    <name>ui::analysis::SweepMap</name>
    <message>
        <source>Draw the map</source>
        <translation>绘制热图</translation>
    </message>
    <message>
        <source>What the map shows</source>
        <translation>热图内容</translation>
    </message>
    <message>
        <source>mAP</source>
        <translation>mAP</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精确率</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>confidence η</source>
        <translation>置信度 η</translation>
    </message>
    <message>
        <source>IoU density γ</source>
        <translation>IoU 密度 γ</translation>
    </message>
    <message>
        <source>Without ground truth there is no quality to draw.</source>
        <translation>没有真值，无法绘制质量图。</translation>
    </message>
    <message>
        <source>Tries %1 pairs of values on the whole split.</source>
        <translation>在整个划分上尝试 %1 对数值。</translation>
    </message>
    <message>
        <source>Filtering with %1 pairs of values…</source>
        <translation>正在用 %1 对数值过滤…</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>shortest, s</source>
        <translation>最短，秒</translation>
    </message>
    <message>
        <source>longest, s</source>
        <translation>最长，秒</translation>
    </message>
    <message>
        <source>Across</source>
        <translation>横轴</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>纵轴</translation>
    </message>
    <message>
        <source>Quality by two settings</source>
        <translation>按两项设置的质量</translation>
    </message>
    <message>
        <source>Two settings at once</source>
        <translation>同时调整两项设置</translation>
    </message>
    <message>
        <source>Best: %1 at %2 %3, %4 %5. The brighter the better; a click takes the values. tIoU %6, activitynet rule.</source>
        <translation>最佳：%1，在 %2 %3、%4 %5 处。越亮越好；点击即采用这些值。tIoU %6，activitynet 规则。</translation>
    </message>
    <message>
        <source>%1 %2, %3 %4: kept %5, precision %6, recall %7, mAP %8</source>
        <translation>%1 %2，%3 %4：保留 %5，精确率 %6，召回率 %7，mAP %8</translation>
    </message>
</context>
<context>
    <name>ui::analysis::ValueSlider</name>
    <message>
        <source>in use %1</source>
        <translation>使用中 %1</translation>
    </message>
</context>
<context>
    <name>ui::common::ActionRegistry</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Playback</source>
        <translation>播放(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Labels</source>
        <translation>标注(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>转到(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Analysis</source>
        <translation>分析(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
</context>
<context>
    <name>ui::common::CommandTexts</name>
    <message>
        <source>&amp;New project…</source>
        <translation>新建项目(&amp;N)…</translation>
    </message>
    <message>
        <source>Makes a project from videos, labels, features or predictions.</source>
        <translation>由视频、标注、特征或预测结果新建项目。</translation>
    </message>
    <message>
        <source>&amp;Open project…</source>
        <translation>打开项目(&amp;O)…</translation>
    </message>
    <message>
        <source>Opens a .talo file.</source>
        <translation>打开 .talo 文件。</translation>
    </message>
    <message>
        <source>Try the &amp;demo…</source>
        <translation>试用演示(&amp;D)…</translation>
    </message>
    <message>
        <source>Renders a small data set, trains on it and opens it.</source>
        <translation>生成一个小数据集，用它训练并打开。</translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation>导入(&amp;I)…</translation>
    </message>
    <message>
        <source>Brings videos, annotations, features or results into the project.</source>
        <translation>将视频、标注、特征或结果导入项目。</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>Closes the window; every edit is saved already.</source>
        <translation>关闭窗口；所有修改均已保存。</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts…</source>
        <translation>键盘快捷键(&amp;K)…</translation>
    </message>
    <message>
        <source>Gives commands other keys.</source>
        <translation>为命令更换按键。</translation>
    </message>
    <message>
        <source>Theme, language, player and runs.</source>
        <translation>主题、语言、播放器与运行。</translation>
    </message>
    <message>
        <source>&amp;Manual</source>
        <translation>手册(&amp;M)</translation>
    </message>
    <message>
        <source>Opens the manual.</source>
        <translation>打开手册。</translation>
    </message>
    <message>
        <source>All &amp;keys</source>
        <translation>全部按键(&amp;K)</translation>
    </message>
    <message>
        <source>Lists every command with its keys; searches them.</source>
        <translation>列出所有命令及其按键，可搜索。</translation>
    </message>
    <message>
        <source>&amp;About Taloscope</source>
        <translation>关于 Taloscope(&amp;A)</translation>
    </message>
    <message>
        <source>Version and licences.</source>
        <translation>版本与许可证。</translation>
    </message>
    <message>
        <source>&amp;Play or pause</source>
        <translation>播放或暂停(&amp;P)</translation>
    </message>
    <message>
        <source>Plays from the playhead, or stops.</source>
        <translation>从播放头开始播放，或停止。</translation>
    </message>
    <message>
        <source>Play &amp;backwards, faster</source>
        <translation>倒放，加速(&amp;B)</translation>
    </message>
    <message>
        <source>Plays backwards; each press doubles the rate. With K held: one frame back.</source>
        <translation>倒放；每按一次速度加倍。按住 K 时后退一帧。</translation>
    </message>
    <message>
        <source>Pa&amp;use</source>
        <translation>暂停(&amp;U)</translation>
    </message>
    <message>
        <source>Stops at the frame that is shown.</source>
        <translation>停在当前显示的帧。</translation>
    </message>
    <message>
        <source>Play &amp;forwards, faster</source>
        <translation>正放，加速(&amp;F)</translation>
    </message>
    <message>
        <source>Plays forwards; each press doubles the rate. With K held: one frame on.</source>
        <translation>正放；每按一次速度加倍。按住 K 时前进一帧。</translation>
    </message>
    <message>
        <source>One frame b&amp;ack</source>
        <translation>后退一帧(&amp;A)</translation>
    </message>
    <message>
        <source>Shows the frame before.</source>
        <translation>显示前一帧。</translation>
    </message>
    <message>
        <source>One frame &amp;on</source>
        <translation>前进一帧(&amp;O)</translation>
    </message>
    <message>
        <source>Shows the frame after.</source>
        <translation>显示后一帧。</translation>
    </message>
    <message>
        <source>Several frames back</source>
        <translation>后退数帧</translation>
    </message>
    <message>
        <source>Goes back by the bigger step of the preferences.</source>
        <translation>按首选项中的大步长后退。</translation>
    </message>
    <message>
        <source>Several frames on</source>
        <translation>前进数帧</translation>
    </message>
    <message>
        <source>Goes on by the bigger step of the preferences.</source>
        <translation>按首选项中的大步长前进。</translation>
    </message>
    <message>
        <source>One second back</source>
        <translation>后退一秒</translation>
    </message>
    <message>
        <source>Goes back by one second.</source>
        <translation>后退一秒。</translation>
    </message>
    <message>
        <source>One second on</source>
        <translation>前进一秒</translation>
    </message>
    <message>
        <source>Goes on by one second.</source>
        <translation>前进一秒。</translation>
    </message>
    <message>
        <source>To the &amp;start</source>
        <translation>到开头(&amp;S)</translation>
    </message>
    <message>
        <source>Goes to the first frame.</source>
        <translation>跳到第一帧。</translation>
    </message>
    <message>
        <source>To the &amp;end</source>
        <translation>到结尾(&amp;E)</translation>
    </message>
    <message>
        <source>Goes to the last frame.</source>
        <translation>跳到最后一帧。</translation>
    </message>
    <message>
        <source>S&amp;lower</source>
        <translation>减速(&amp;L)</translation>
    </message>
    <message>
        <source>Plays at the next slower rate, down to 0.1.</source>
        <translation>换到更慢一档的速度，最低 0.1。</translation>
    </message>
    <message>
        <source>Fas&amp;ter</source>
        <translation>加速(&amp;T)</translation>
    </message>
    <message>
        <source>Plays at the next faster rate, up to 4.</source>
        <translation>换到更快一档的速度，最高 4。</translation>
    </message>
    <message>
        <source>&amp;Normal speed</source>
        <translation>正常速度(&amp;N)</translation>
    </message>
    <message>
        <source>Plays forwards at rate 1.</source>
        <translation>以 1 倍速正放。</translation>
    </message>
    <message>
        <source>Loop the segment</source>
        <translation>循环播放片段</translation>
    </message>
    <message>
        <source>Plays the selected segment over and over; once more ends it.</source>
        <translation>反复播放所选片段；再次执行即停止。</translation>
    </message>
    <message>
        <source>&amp;Go to time…</source>
        <translation>转到时间(&amp;G)…</translation>
    </message>
    <message>
        <source>Goes to a time or a frame that is typed in.</source>
        <translation>跳到输入的时间或帧。</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Shows less time, larger.</source>
        <translation>显示更短的时间，更大。</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
    <message>
        <source>Shows more time, smaller.</source>
        <translation>显示更长的时间，更小。</translation>
    </message>
    <message>
        <source>Fits the video into the timeline.</source>
        <translation>让整段视频适合时间轴。</translation>
    </message>
    <message>
        <source>Fits the selected segment into the timeline.</source>
        <translation>让所选片段适合时间轴。</translation>
    </message>
    <message>
        <source>&amp;Next segment</source>
        <translation>下一片段(&amp;N)</translation>
    </message>
    <message>
        <source>Selects the next segment of the lane.</source>
        <translation>选择轨道中的下一片段。</translation>
    </message>
    <message>
        <source>&amp;Previous segment</source>
        <translation>上一片段(&amp;P)</translation>
    </message>
    <message>
        <source>Selects the previous segment of the lane.</source>
        <translation>选择轨道中的上一片段。</translation>
    </message>
    <message>
        <source>Lane &amp;above</source>
        <translation>上方轨道(&amp;A)</translation>
    </message>
    <message>
        <source>Keys act on the lane above.</source>
        <translation>按键作用于上方轨道。</translation>
    </message>
    <message>
        <source>Lane &amp;below</source>
        <translation>下方轨道(&amp;B)</translation>
    </message>
    <message>
        <source>Keys act on the lane below.</source>
        <translation>按键作用于下方轨道。</translation>
    </message>
    <message>
        <source>&amp;Clear the selection</source>
        <translation>取消选择(&amp;C)</translation>
    </message>
    <message>
        <source>Selects nothing.</source>
        <translation>不选择任何片段。</translation>
    </message>
    <message>
        <source>Next &amp;video</source>
        <translation>下一视频(&amp;V)</translation>
    </message>
    <message>
        <source>Shows the next video of the list.</source>
        <translation>显示列表中的下一视频。</translation>
    </message>
    <message>
        <source>Previous v&amp;ideo</source>
        <translation>上一视频(&amp;I)</translation>
    </message>
    <message>
        <source>Shows the previous video of the list.</source>
        <translation>显示列表中的上一视频。</translation>
    </message>
    <message>
        <source>&amp;Filter videos</source>
        <translation>筛选视频(&amp;F)</translation>
    </message>
    <message>
        <source>Types into the filter of the video list.</source>
        <translation>在视频列表的筛选框中输入。</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Undo: %1</source>
        <translation>撤销(&amp;U)：%1</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Redo: %1</source>
        <translation>重做(&amp;R)：%1</translation>
    </message>
    <message>
        <source>Select a segment to give it a note.</source>
        <translation>请先选择一个片段再写备注。</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Note of the segment:</source>
        <translation>片段的备注：</translation>
    </message>
    <message>
        <source>Mark &amp;in</source>
        <translation>标记起点(&amp;I)</translation>
    </message>
    <message>
        <source>Marks the start of a new label at the playhead.</source>
        <translation>在播放头处标记新标注的起点。</translation>
    </message>
    <message>
        <source>Mark &amp;out</source>
        <translation>标记终点(&amp;O)</translation>
    </message>
    <message>
        <source>Marks the end of a new label at the playhead.</source>
        <translation>在播放头处标记新标注的终点。</translation>
    </message>
    <message>
        <source>&amp;Make or take the label</source>
        <translation>生成或采用标注(&amp;M)</translation>
    </message>
    <message>
        <source>Makes the marked label; copies a segment of a locked lane; confirms a label of yours.</source>
        <translation>生成所标记的标注；复制锁定轨道的片段；确认您的标注。</translation>
    </message>
    <message>
        <source>&amp;Paint while playing</source>
        <translation>边播放边标注(&amp;P)</translation>
    </message>
    <message>
        <source>Begins a label at the playhead and plays; again: ends it.</source>
        <translation>从播放头开始标注并播放；再按一次结束。</translation>
    </message>
    <message>
        <source>Moves the start of what is selected by a frame.</source>
        <translation>将所选片段的起点移动一帧。</translation>
    </message>
    <message>
        <source>Moves the end of what is selected by a frame.</source>
        <translation>将所选片段的终点移动一帧。</translation>
    </message>
    <message>
        <source>&amp;Split at the playhead</source>
        <translation>在播放头处拆分(&amp;S)</translation>
    </message>
    <message>
        <source>Cuts a label in two.</source>
        <translation>将一个标注切成两个。</translation>
    </message>
    <message>
        <source>Mer&amp;ge</source>
        <translation>合并(&amp;G)</translation>
    </message>
    <message>
        <source>Joins the selected labels, or one with the next of its class.</source>
        <translation>合并所选标注，或将一个标注与同类的下一个合并。</translation>
    </message>
    <message>
        <source>Makes the same label again, right behind it.</source>
        <translation>紧接其后再生成一个相同的标注。</translation>
    </message>
    <message>
        <source>Dele&amp;te</source>
        <translation>删除(&amp;T)</translation>
    </message>
    <message>
        <source>Removes the selected labels.</source>
        <translation>删除所选标注。</translation>
    </message>
    <message>
        <source>&amp;Class…</source>
        <translation>类别(&amp;C)…</translation>
    </message>
    <message>
        <source>Class %1</source>
        <translation>类别 %1</translation>
    </message>
    <message>
        <source>Gives what is selected, or new labels, this class of the project.</source>
        <translation>将项目的这一类别赋予所选片段或新标注。</translation>
    </message>
    <message>
        <source>Says that the segment is right, and selects the next one.</source>
        <translation>认定该片段正确，并选择下一个。</translation>
    </message>
    <message>
        <source>&amp;Reject</source>
        <translation>拒绝(&amp;R)</translation>
    </message>
    <message>
        <source>Says that the segment is wrong.</source>
        <translation>认定该片段错误。</translation>
    </message>
    <message>
        <source>Con&amp;firm</source>
        <translation>确认(&amp;F)</translation>
    </message>
    <message>
        <source>Says that a label of yours is final.</source>
        <translation>将您的标注定为最终结果。</translation>
    </message>
    <message>
        <source>Says that a label of yours needs another look.</source>
        <translation>表示您的标注还需再看。</translation>
    </message>
    <message>
        <source>Copy to the lane &amp;below</source>
        <translation>复制到下方轨道(&amp;B)</translation>
    </message>
    <message>
        <source>Copies the segment, as a draft, into the next lane below that can be edited.</source>
        <translation>将片段作为草稿复制到下方最近的可编辑轨道。</translation>
    </message>
    <message>
        <source>Copy to the lane abo&amp;ve</source>
        <translation>复制到上方轨道(&amp;V)</translation>
    </message>
    <message>
        <source>Copies the segment, as a draft, into the next lane above that can be edited.</source>
        <translation>将片段作为草稿复制到上方最近的可编辑轨道。</translation>
    </message>
    <message>
        <source>&amp;Note…</source>
        <translation>备注(&amp;N)…</translation>
    </message>
    <message>
        <source>Writes a note to the selected label.</source>
        <translation>为所选标注写备注。</translation>
    </message>
    <message>
        <source>Video: &amp;untouched</source>
        <translation>视频：未处理(&amp;U)</translation>
    </message>
    <message>
        <source>Video: in &amp;work</source>
        <translation>视频：处理中(&amp;W)</translation>
    </message>
    <message>
        <source>In a video that is done your labels are the whole truth for the next training.</source>
        <translation>在已完成的视频中，下次训练以您的标注为全部真值。</translation>
    </message>
    <message>
        <source>&amp;Keep as label set…</source>
        <translation>保存为标签集(&amp;K)…</translation>
    </message>
    <message>
        <source>Keeps all labels as they are now under a name; every edit is saved anyway.</source>
        <translation>以一个名称保存当前全部标注；每次编辑本来就会保存。</translation>
    </message>
    <message>
        <source>Keep as label set</source>
        <translation>保存为标签集</translation>
    </message>
    <message>
        <source>Name (empty: the next number):</source>
        <translation>名称（留空则用下一个编号）：</translation>
    </message>
    <message>
        <source>Select and draw</source>
        <translation>选择与绘制</translation>
    </message>
    <message>
        <source>Draw, move and trim by mouse.</source>
        <translation>用鼠标绘制、移动和修剪。</translation>
    </message>
    <message>
        <source>Split by mouse</source>
        <translation>用鼠标拆分</translation>
    </message>
    <message>
        <source>A click in a label cuts it there.</source>
        <translation>在标注内点击即在该处切开。</translation>
    </message>
    <message>
        <source>Paint by mouse</source>
        <translation>用鼠标边播放边标注</translation>
    </message>
    <message>
        <source>Labels for as long as the button is held while the video plays.</source>
        <translation>播放时，按住鼠标键的时间即为标注的范围。</translation>
    </message>
    <message>
        <source>Snapping</source>
        <translation>吸附</translation>
    </message>
    <message>
        <source>Edges jump to what is near: frames, the playhead, edges, the curve. Alt suspends it.</source>
        <translation>边缘会吸附到附近的帧、播放头、其他边缘或曲线。按住 Alt 暂停吸附。</translation>
    </message>
    <message>
        <source>Takes back the last edit, also after a restart.</source>
        <translation>撤销上一次编辑，重启后也可以。</translation>
    </message>
    <message>
        <source>Does again what was taken back.</source>
        <translation>重做被撤销的编辑。</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>剪切(&amp;T)</translation>
    </message>
    <message>
        <source>Copies the selected labels and removes them.</source>
        <translation>复制所选标注并将其删除。</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>Copies the selected segments of any lane.</source>
        <translation>复制任一轨道中所选的片段。</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>粘贴(&amp;P)</translation>
    </message>
    <message>
        <source>Makes labels of what was copied, at the playhead.</source>
        <translation>在播放头处将复制的内容生成标注。</translation>
    </message>
    <message>
        <source>Select &amp;all of the lane</source>
        <translation>选择整条轨道(&amp;A)</translation>
    </message>
    <message>
        <source>Selects all segments of the lane.</source>
        <translation>选择该轨道的全部片段。</translation>
    </message>
    <message>
        <source>Previous e&amp;dge</source>
        <translation>上一个边缘(&amp;D)</translation>
    </message>
    <message>
        <source>To the edge before, in the active lane.</source>
        <translation>转到当前轨道中的前一个边缘。</translation>
    </message>
    <message>
        <source>Next ed&amp;ge</source>
        <translation>下一个边缘(&amp;G)</translation>
    </message>
    <message>
        <source>To the edge after, in the active lane.</source>
        <translation>转到当前轨道中的后一个边缘。</translation>
    </message>
    <message>
        <source>Plays the selected segment once.</source>
        <translation>将所选片段播放一次。</translation>
    </message>
    <message>
        <source>Plays half a second before and after the start.</source>
        <translation>播放起点前后各半秒。</translation>
    </message>
    <message>
        <source>Plays half a second before and after the end.</source>
        <translation>播放终点前后各半秒。</translation>
    </message>
    <message>
        <source>Colour by &amp;class</source>
        <translation>按类别着色(&amp;C)</translation>
    </message>
    <message>
        <source>Colour by &amp;error type</source>
        <translation>按错误类型着色(&amp;E)</translation>
    </message>
    <message>
        <source>Colour by sco&amp;re</source>
        <translation>按分数着色(&amp;R)</translation>
    </message>
    <message>
        <source>What the hue of segments means.</source>
        <translation>片段色调的含义。</translation>
    </message>
    <message>
        <source>Says that the segment is right.</source>
        <translation>认定该片段正确。</translation>
    </message>
    <message>
        <source>&amp;Export the timeline…</source>
        <translation>导出时间轴(&amp;E)…</translation>
    </message>
    <message>
        <source>Saves the lanes as a picture, or the video with its lanes as a film.</source>
        <translation>将轨道保存为图片，或将视频连同轨道保存为影片。</translation>
    </message>
    <message>
        <source>Choose a lane first: Up and Down.</source>
        <translation>请先选择一条轨道：上、下方向键。</translation>
    </message>
    <message>
        <source>&amp;Hide the lane</source>
        <translation>隐藏该轨道(&amp;H)</translation>
    </message>
    <message>
        <source>Hides the active lane.</source>
        <translation>隐藏当前轨道。</translation>
    </message>
    <message>
        <source>Shows the active lane alone, or the others again.</source>
        <translation>只显示当前轨道，或重新显示其他轨道。</translation>
    </message>
    <message>
        <source>Show all lanes</source>
        <translation>显示所有轨道</translation>
    </message>
    <message>
        <source>Shows hidden lanes, too.</source>
        <translation>也显示隐藏的轨道。</translation>
    </message>
    <message>
        <source>Move the lane up</source>
        <translation>上移轨道</translation>
    </message>
    <message>
        <source>Changes places with the lane above.</source>
        <translation>与上方的轨道交换位置。</translation>
    </message>
    <message>
        <source>Move the lane down</source>
        <translation>下移轨道</translation>
    </message>
    <message>
        <source>Changes places with the lane below.</source>
        <translation>与下方的轨道交换位置。</translation>
    </message>
    <message>
        <source>Taller lane</source>
        <translation>增高轨道</translation>
    </message>
    <message>
        <source>Gives the active lane more height.</source>
        <translation>增加当前轨道的高度。</translation>
    </message>
    <message>
        <source>Lower lane</source>
        <translation>降低轨道</translation>
    </message>
    <message>
        <source>Gives the active lane less height.</source>
        <translation>减少当前轨道的高度。</translation>
    </message>
    <message>
        <source>Default height</source>
        <translation>默认高度</translation>
    </message>
    <message>
        <source>Gives the active lane the height it comes with.</source>
        <translation>恢复当前轨道的默认高度。</translation>
    </message>
    <message>
        <source>The curves have no thresholds.</source>
        <translation>曲线没有阈值。</translation>
    </message>
    <message>
        <source>Moves a threshold of the curves, to see which proposals a cut there could still make.</source>
        <translation>移动曲线的阈值，查看在此处切分还能得到哪些提议。</translation>
    </message>
    <message>
        <source>Raise the lower threshold</source>
        <translation>提高下阈值</translation>
    </message>
    <message>
        <source>Lower the lower threshold</source>
        <translation>降低下阈值</translation>
    </message>
    <message>
        <source>Raise the upper threshold</source>
        <translation>提高上阈值</translation>
    </message>
    <message>
        <source>Lower the upper threshold</source>
        <translation>降低上阈值</translation>
    </message>
    <message>
        <source>Thresholds of the run</source>
        <translation>运行的阈值</translation>
    </message>
    <message>
        <source>Puts the thresholds back to where the run cut.</source>
        <translation>将阈值恢复到该次运行切分的位置。</translation>
    </message>
    <message>
        <source>&amp;Compute features…</source>
        <translation>计算特征(&amp;C)…</translation>
    </message>
    <message>
        <source>Computes from the videos what training needs.</source>
        <translation>从视频计算训练所需的特征。</translation>
    </message>
    <message>
        <source>E&amp;xport…</source>
        <translation>导出(&amp;X)…</translation>
    </message>
    <message>
        <source>Writes labels, results or ground truth for other programs.</source>
        <translation>为其他程序写出标注、结果或真值。</translation>
    </message>
    <message>
        <source>&amp;Find moved files…</source>
        <translation>查找移动的文件(&amp;F)…</translation>
    </message>
    <message>
        <source>Looks for videos and features that lie in another folder now.</source>
        <translation>查找现在位于另一个文件夹中的视频和特征。</translation>
    </message>
    <message>
        <source>Start one frame earlier</source>
        <translation>起点提前一帧</translation>
    </message>
    <message>
        <source>Start one frame later</source>
        <translation>起点推后一帧</translation>
    </message>
    <message>
        <source>End one frame earlier</source>
        <translation>终点提前一帧</translation>
    </message>
    <message>
        <source>End one frame later</source>
        <translation>终点推后一帧</translation>
    </message>
    <message>
        <source>Dup&amp;licate</source>
        <translation>复制一份(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Accept</source>
        <translation>接受(&amp;A)</translation>
    </message>
    <message>
        <source>Accept and ne&amp;xt</source>
        <translation>接受并转到下一个(&amp;X)</translation>
    </message>
    <message>
        <source>Back to &amp;draft</source>
        <translation>退回草稿(&amp;D)</translation>
    </message>
    <message>
        <source>Video: don&amp;e</source>
        <translation>视频：已完成(&amp;E)</translation>
    </message>
    <message>
        <source>Play the seg&amp;ment</source>
        <translation>播放片段(&amp;M)</translation>
    </message>
    <message>
        <source>Play a&amp;round its start</source>
        <translation>播放起点前后(&amp;R)</translation>
    </message>
    <message>
        <source>Play aroun&amp;d its end</source>
        <translation>播放终点前后(&amp;D)</translation>
    </message>
    <message>
        <source>Pr&amp;eferences…</source>
        <translation>首选项(&amp;E)…</translation>
    </message>
    <message>
        <source>Show this lane o&amp;nly</source>
        <translation>只显示该轨道(&amp;N)</translation>
    </message>
    <message>
        <source>Float the &amp;panel, or put it back</source>
        <translation>浮动或放回面板(&amp;P)</translation>
    </message>
    <message>
        <source>Makes the panel that was used last a window of its own, or a tab again.</source>
        <translation>使上次使用的面板成为独立窗口，或重新成为标签页。</translation>
    </message>
    <message>
        <source>Put all panels &amp;back</source>
        <translation>放回所有面板(&amp;B)</translation>
    </message>
    <message>
        <source>Makes panels that float tabs again.</source>
        <translation>使浮动的面板重新成为标签页。</translation>
    </message>
    <message>
        <source>Show the whole &amp;video</source>
        <translation>显示整段视频(&amp;V)</translation>
    </message>
    <message>
        <source>Sho&amp;w the selected segment</source>
        <translation>显示所选片段(&amp;W)</translation>
    </message>
    <message>
        <source>Chooses the class of what is selected, or of new labels, by typing its name; a name that no class has makes one.</source>
        <translation>输入名称，为所选片段或新标注选择类别；没有的名称会成为新类别。</translation>
    </message>
    <message>
        <source>Select a segment to loop it.</source>
        <translation>请先选择要循环播放的片段。</translation>
    </message>
    <message>
        <source>Rename the class</source>
        <translation>重命名类别</translation>
    </message>
    <message>
        <source>Name of the class:</source>
        <translation>类别名称：</translation>
    </message>
    <message>
        <source>Focus the next area</source>
        <translation>聚焦下一区域</translation>
    </message>
    <message>
        <source>Brings the keys to the next of: videos, timeline, the panels in front. There Tab goes on and Escape leaves.</source>
        <translation>把按键焦点移到下一处：视频列表、时间线、最前面的各面板。在那里 Tab 继续移动，Esc 离开。</translation>
    </message>
    <message>
        <source>Focus the previous area</source>
        <translation>聚焦上一区域</translation>
    </message>
    <message>
        <source>The same in the other direction.</source>
        <translation>同上，方向相反。</translation>
    </message>
    <message>
        <source>Edit the labels of this lane</source>
        <translation>编辑此轨道的标注</translation>
    </message>
    <message>
        <source>Makes edits go to the labels of the active lane, and locks the others.</source>
        <translation>让编辑进入当前轨道的标注，并锁定其他标注轨道。</translation>
    </message>
</context>
<context>
    <name>ui::common::CoreTexts</name>
    <message>
        <source>is empty</source>
        <translation>为空</translation>
    </message>
    <message>
        <source>is a folder</source>
        <translation>是文件夹</translation>
    </message>
    <message>
        <source>exists already</source>
        <translation>已存在</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>cannot be read: %1</source>
        <translation>无法读取：%1</translation>
    </message>
    <message>
        <source>cannot be opened</source>
        <translation>无法打开</translation>
    </message>
    <message>
        <source>cannot be created: %1</source>
        <translation>无法创建：%1</translation>
    </message>
    <message>
        <source>cannot be written: the disk is full</source>
        <translation>无法写入：磁盘已满</translation>
    </message>
    <message>
        <source>cannot be written: it is read-only</source>
        <translation>无法写入：只读</translation>
    </message>
    <message>
        <source>cannot be written: %1</source>
        <translation>无法写入：%1</translation>
    </message>
    <message>
        <source>is %1 bytes long</source>
        <translation>长度为 %1 字节</translation>
    </message>
    <message>
        <source>is not a regular file</source>
        <translation>不是普通文件</translation>
    </message>
    <message>
        <source>there is no such file</source>
        <translation>没有这个文件</translation>
    </message>
    <message>
        <source>there is no such file or folder</source>
        <translation>没有这个文件或文件夹</translation>
    </message>
    <message>
        <source>there is no such folder</source>
        <translation>没有这个文件夹</translation>
    </message>
    <message>
        <source>there is no such project</source>
        <translation>没有这个项目</translation>
    </message>
    <message>
        <source>there is no such program</source>
        <translation>没有这个程序</translation>
    </message>
    <message>
        <source>there is no such program in PATH</source>
        <translation>PATH 中没有这个程序</translation>
    </message>
    <message>
        <source>there is no media root %1</source>
        <translation>没有媒体根目录 %1</translation>
    </message>
    <message>
        <source>there is not enough memory to read it</source>
        <translation>内存不足，无法读取</translation>
    </message>
    <message>
        <source>is not a Taloscope project</source>
        <translation>不是 Taloscope 项目</translation>
    </message>
    <message>
        <source>is a database of another program</source>
        <translation>是另一个程序的数据库</translation>
    </message>
    <message>
        <source>is damaged: %1</source>
        <translation>已损坏：%1</translation>
    </message>
    <message>
        <source>is open for reading only</source>
        <translation>以只读方式打开</translation>
    </message>
    <message>
        <source>is open for writing in %1 (process %2 on %3)</source>
        <translation>正在 %1 中以写方式打开（%3 上的进程 %2）</translation>
    </message>
    <message>
        <source>another program is writing to it</source>
        <translation>另一个程序正在写入</translation>
    </message>
    <message>
        <source>could not be copied: the project is busy (%1)</source>
        <translation>无法复制：项目正忙（%1）</translation>
    </message>
    <message>
        <source>cannot be locked for writing: %1</source>
        <translation>无法锁定以写入：%1</translation>
    </message>
    <message>
        <source>reading or writing failed: %1</source>
        <translation>读写失败：%1</translation>
    </message>
    <message>
        <source>the database reports: %1</source>
        <translation>数据库报告：%1</translation>
    </message>
    <message>
        <source>was written by a newer Taloscope, so that it may be read but not changed</source>
        <translation>由更新版本的 Taloscope 写成，只能查看，不能更改</translation>
    </message>
    <message>
        <source>was written by a newer Taloscope (schema %1)</source>
        <translation>由更新版本的 Taloscope 写成（模式 %1）</translation>
    </message>
    <message>
        <source>The project was written by a newer Taloscope: it can be read but not changed.</source>
        <translation>项目由更新版本的 Taloscope 写成：只能查看，不能更改。</translation>
    </message>
    <message>
        <source>Run %1 was interrupted: its program is gone.</source>
        <translation>运行 %1 已中断：其程序已不存在。</translation>
    </message>
    <message>
        <source>has the older schema %1 and must be brought up to date, but may only be read</source>
        <translation>使用旧模式 %1，需要升级，但只能读取</translation>
    </message>
    <message>
        <source>the project has no such video</source>
        <translation>项目中没有这个视频</translation>
    </message>
    <message>
        <source>the project has no such segment</source>
        <translation>项目中没有这个片段</translation>
    </message>
    <message>
        <source>the project has no video &apos;%1&apos;</source>
        <translation>项目中没有视频“%1”</translation>
    </message>
    <message>
        <source>the project has no class &apos;%1&apos;</source>
        <translation>项目中没有类别“%1”</translation>
    </message>
    <message>
        <source>the project has a video &apos;%1&apos; already</source>
        <translation>项目中已有视频“%1”</translation>
    </message>
    <message>
        <source>the project has these videos already</source>
        <translation>项目中已有这些视频</translation>
    </message>
    <message>
        <source>the project has no ground truth to compare with</source>
        <translation>项目中没有可供比较的真值</translation>
    </message>
    <message>
        <source>the times %1 and %2 are no times of a video</source>
        <translation>%1 和 %2 不是视频中的时间</translation>
    </message>
    <message>
        <source>the segment starts at %1 s, before the video</source>
        <translation>片段在 %1 秒开始，早于视频</translation>
    </message>
    <message>
        <source>the segment ends at %1 s, not after its start at %2 s</source>
        <translation>片段在 %1 秒结束，不晚于其起点 %2 秒</translation>
    </message>
    <message>
        <source>the segment ends at %1 s, after the video</source>
        <translation>片段在 %1 秒结束，晚于视频</translation>
    </message>
    <message>
        <source>the video has a %1 track &apos;%2&apos; already</source>
        <translation>该视频已有 %1 轨道“%2”</translation>
    </message>
    <message>
        <source>the video has ground truth already</source>
        <translation>该视频已有真值</translation>
    </message>
    <message>
        <source>the video of the %1 split is in a split already</source>
        <translation>%1 划分中的该视频已属于某个划分</translation>
    </message>
    <message>
        <source>a %1 video (subset &apos;%2&apos;) is in the %3 split</source>
        <translation>%1 视频（子集“%2”）出现在 %3 划分中</translation>
    </message>
    <message>
        <source>the feature set &apos;%1&apos; exists with other settings</source>
        <translation>特征集“%1”已存在，但设置不同</translation>
    </message>
    <message>
        <source>has %1 snippets, but %2 lasts %3 s</source>
        <translation>有 %1 个特征片段，而 %2 长 %3 秒</translation>
    </message>
    <message>
        <source>holds a value that is NaN or infinite</source>
        <translation>含有 NaN 或无穷大的数值</translation>
    </message>
    <message>
        <source>has no pseudo-labels named &apos;%1&apos;</source>
        <translation>没有名为“%1”的伪标签</translation>
    </message>
    <message>
        <source>a label set &apos;%1&apos; with other content exists, and label sets never change</source>
        <translation>已有内容不同的标签集“%1”，而标签集永不改变</translation>
    </message>
    <message>
        <source>has no label set &apos;%1&apos;</source>
        <translation>没有标签集“%1”</translation>
    </message>
    <message>
        <source>has no feature set &apos;%1&apos;</source>
        <translation>没有特征集“%1”</translation>
    </message>
    <message>
        <source>has several feature sets</source>
        <translation>有多个特征集</translation>
    </message>
    <message>
        <source>has no run &apos;%1&apos;</source>
        <translation>没有运行“%1”</translation>
    </message>
    <message>
        <source>run &apos;%1&apos; is %2</source>
        <translation>运行“%1”的状态是 %2</translation>
    </message>
    <message>
        <source>run &apos;%1&apos; is still running</source>
        <translation>运行“%1”仍在进行</translation>
    </message>
    <message>
        <source>run &apos;%1&apos; has no configuration</source>
        <translation>运行“%1”没有配置</translation>
    </message>
    <message>
        <source>there is a run &apos;%1&apos; already</source>
        <translation>已有运行“%1”</translation>
    </message>
    <message>
        <source>there is a run named &apos;%1&apos; already</source>
        <translation>已有名为“%1”的运行</translation>
    </message>
    <message>
        <source>a run needs a name</source>
        <translation>运行需要名称</translation>
    </message>
    <message>
        <source>&apos;%1&apos; kept no proposals before NMS</source>
        <translation>“%1”没有保留 NMS 之前的提议</translation>
    </message>
    <message>
        <source>&apos;%1&apos; was imported: no run says how it came about</source>
        <translation>“%1”是导入的：没有运行说明它如何产生</translation>
    </message>
    <message>
        <source>holds nothing that the %1 stage produced</source>
        <translation>不含 %1 阶段产生的任何内容</translation>
    </message>
    <message>
        <source>&apos;%1&apos; has nothing of the %2 stage</source>
        <translation>“%1”没有 %2 阶段的结果</translation>
    </message>
    <message>
        <source>has no %1 tracks</source>
        <translation>没有 %1 轨道</translation>
    </message>
    <message>
        <source>the folder holds no such file</source>
        <translation>文件夹中没有这样的文件</translation>
    </message>
    <message>
        <source>there is nothing to import</source>
        <translation>没有可导入的内容</translation>
    </message>
    <message>
        <source>the import was cancelled</source>
        <translation>导入已取消</translation>
    </message>
    <message>
        <source>means video &apos;%1&apos;, as does %2</source>
        <translation>指视频“%1”，%2 也是</translation>
    </message>
    <message>
        <source>is written as %1, the files before it as %2</source>
        <translation>写成 %1，之前的文件写成 %2</translation>
    </message>
    <message>
        <source>is written as %1</source>
        <translation>写成 %1</translation>
    </message>
    <message>
        <source>was changed since and cannot be brought back</source>
        <translation>此后已更改，无法恢复</translation>
    </message>
    <message>
        <source>belongs to the locked track &apos;%1&apos;</source>
        <translation>属于已锁定的轨道“%1”</translation>
    </message>
    <message>
        <source>cannot be split at %1 s</source>
        <translation>无法在 %1 秒处拆分</translation>
    </message>
    <message>
        <source>%1 and %2 cannot be merged</source>
        <translation>%1 和 %2 无法合并</translation>
    </message>
    <message>
        <source>no label has changed since revision %1</source>
        <translation>自修订 %1 起没有标注改变</translation>
    </message>
    <message>
        <source>the history has no revision %1</source>
        <translation>历史中没有修订 %1</translation>
    </message>
    <message>
        <source>the worker did not greet; it %1</source>
        <translation>训练程序没有应答；它%1</translation>
    </message>
    <message>
        <source>the worker refused the job: %1</source>
        <translation>训练程序拒绝了任务：%1</translation>
    </message>
    <message>
        <source>the worker has been silent for %1 s</source>
        <translation>训练程序已有 %1 秒没有消息</translation>
    </message>
    <message>
        <source>the job failed; the worker did not say why</source>
        <translation>任务失败；训练程序没有说明原因</translation>
    </message>
    <message>
        <source>the worker (process %1) ended without saying how the job did</source>
        <translation>训练程序（进程 %1）已结束，没有说明任务结果</translation>
    </message>
    <message>
        <source>the other side speaks protocol %1</source>
        <translation>对方使用协议 %1</translation>
    </message>
    <message>
        <source>cannot be started: %1</source>
        <translation>无法启动：%1</translation>
    </message>
    <message>
        <source>occurs twice</source>
        <translation>出现两次</translation>
    </message>
    <message>
        <source>has no &quot;database&quot;</source>
        <translation>没有 &quot;database&quot;</translation>
    </message>
    <message>
        <source>has no &quot;results&quot;</source>
        <translation>没有 &quot;results&quot;</translation>
    </message>
    <message>
        <source>is not valid JSON</source>
        <translation>不是有效的 JSON</translation>
    </message>
    <message>
        <source>is no JSON</source>
        <translation>不是 JSON</translation>
    </message>
    <message>
        <source>names no video</source>
        <translation>没有视频名称</translation>
    </message>
    <message>
        <source>names no videos</source>
        <translation>没有视频名称</translation>
    </message>
    <message>
        <source>names no class</source>
        <translation>没有类别名称</translation>
    </message>
    <message>
        <source>names the unknown class &apos;%1&apos;</source>
        <translation>含有未知类别“%1”</translation>
    </message>
    <message>
        <source>names the unknown video &apos;%1&apos;</source>
        <translation>含有未知视频“%1”</translation>
    </message>
    <message>
        <source>names &apos;%1&apos; again, as line %2 does</source>
        <translation>再次出现“%1”，与第 %2 行相同</translation>
    </message>
    <message>
        <source>names &apos;%1&apos; twice</source>
        <translation>“%1”出现两次</translation>
    </message>
    <message>
        <source>is of class &apos;%1&apos;, which %2 does not list</source>
        <translation>属于类别“%1”，而 %2 中没有</translation>
    </message>
    <message>
        <source>is of no format of a labelling program that is known</source>
        <translation>不属于任何已知标注程序的格式</translation>
    </message>
    <message>
        <source>has a score that is not finite</source>
        <translation>含有非有限的分数</translation>
    </message>
    <message>
        <source>its score is not finite</source>
        <translation>分数不是有限值</translation>
    </message>
    <message>
        <source>has no column &apos;%1&apos;</source>
        <translation>没有列“%1”</translation>
    </message>
    <message>
        <source>has %1 fields</source>
        <translation>有 %1 个字段</translation>
    </message>
    <message>
        <source>has a quote without its partner</source>
        <translation>引号不成对</translation>
    </message>
    <message>
        <source>has %1 in column &apos;%2&apos;</source>
        <translation>列“%2”中的值为 %1</translation>
    </message>
    <message>
        <source>the frame rate of the video is not known</source>
        <translation>视频的帧率未知</translation>
    </message>
    <message>
        <source>the frame rate of video &apos;%1&apos; is unknown</source>
        <translation>视频“%1”的帧率未知</translation>
    </message>
    <message>
        <source>counts frames of a video whose rate is not given</source>
        <translation>按帧计数，却没有给出视频的帧率</translation>
    </message>
    <message>
        <source>holds no features (%1 x %2)</source>
        <translation>不含特征（%1 x %2）</translation>
    </message>
    <message>
        <source>holds %1 snippets of %2 values</source>
        <translation>有 %1 个特征片段，每个 %2 个数值</translation>
    </message>
    <message>
        <source>holds %1 snippets</source>
        <translation>有 %1 个特征片段</translation>
    </message>
    <message>
        <source>holds an array of shape (%1)</source>
        <translation>数组形状为 (%1)</translation>
    </message>
    <message>
        <source>has %1 snippets</source>
        <translation>有 %1 个特征片段</translation>
    </message>
    <message>
        <source>has %1 values a snippet</source>
        <translation>每个特征片段有 %1 个数值</translation>
    </message>
    <message>
        <source>has %1 dimensions</source>
        <translation>有 %1 维</translation>
    </message>
    <message>
        <source>is not a NumPy file</source>
        <translation>不是 NumPy 文件</translation>
    </message>
    <message>
        <source>has .npy format %1</source>
        <translation>.npy 格式版本为 %1</translation>
    </message>
    <message>
        <source>holds compressed arrays</source>
        <translation>含有压缩数组</translation>
    </message>
    <message>
        <source>is no ZIP archive, or a damaged one</source>
        <translation>不是 ZIP 文件，或已损坏</translation>
    </message>
    <message>
        <source>holds bytes that are no text</source>
        <translation>含有不是文本的字节</translation>
    </message>
    <message>
        <source>holds a byte that is not UTF-8</source>
        <translation>含有不是 UTF-8 的字节</translation>
    </message>
    <message>
        <source>is no XML: %1</source>
        <translation>不是 XML：%1</translation>
    </message>
    <message>
        <source>has the unknown key &apos;%1&apos;</source>
        <translation>含有未知的键“%1”</translation>
    </message>
    <message>
        <source>has the unknown section &apos;%1&apos;</source>
        <translation>含有未知的小节“%1”</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no assignment</source>
        <translation>“%1”不是赋值</translation>
    </message>
    <message>
        <source>there is no recipe &apos;%1&apos;</source>
        <translation>没有配方“%1”</translation>
    </message>
    <message>
        <source>training video &apos;%1&apos; has no instance, so no weak label</source>
        <translation>训练视频“%1”没有实例，因此没有弱标签</translation>
    </message>
    <message>
        <source>video &apos;%1&apos; is in subset &apos;%2&apos;, earlier in &apos;%3&apos;</source>
        <translation>视频“%1”属于子集“%2”，之前属于“%3”</translation>
    </message>
    <message>
        <source>video &apos;%1&apos; is in the training split too</source>
        <translation>视频“%1”也在训练划分中</translation>
    </message>
    <message>
        <source>holds a run already</source>
        <translation>已含有一次运行</translation>
    </message>
    <message>
        <source>has changed since the job was made</source>
        <translation>自任务创建以来已更改</translation>
    </message>
    <message>
        <source>this is a folder</source>
        <translation>这是文件夹</translation>
    </message>
    <message>
        <source>this is not a regular file</source>
        <translation>这不是普通文件</translation>
    </message>
    <message>
        <source>the file is empty</source>
        <translation>文件为空</translation>
    </message>
    <message>
        <source>this is text or a playlist, not a video</source>
        <translation>这是文本或播放列表，不是视频</translation>
    </message>
    <message>
        <source>FFmpeg cannot open it as a video (%1)</source>
        <translation>FFmpeg 无法把它作为视频打开（%1）</translation>
    </message>
    <message>
        <source>FFmpeg finds no streams in it (%1)</source>
        <translation>FFmpeg 在其中找不到任何流（%1）</translation>
    </message>
    <message>
        <source>it holds no video stream</source>
        <translation>其中没有视频流</translation>
    </message>
    <message>
        <source>its video stream holds no picture</source>
        <translation>视频流中没有画面</translation>
    </message>
    <message>
        <source>none of its pictures decodes</source>
        <translation>没有一幅画面可以解码</translation>
    </message>
    <message>
        <source>this FFmpeg has no decoder for %1</source>
        <translation>此 FFmpeg 没有 %1 的解码器</translation>
    </message>
    <message>
        <source>%1 instances end more than %2 s after the end of their video (%3)</source>
        <translation>%1 个实例超出其视频结尾 %2 秒以上（%3）</translation>
    </message>
    <message>
        <source>%1 instances have no length</source>
        <translation>%1 个实例没有长度</translation>
    </message>
    <message>
        <source>%1 detections start before 0 s</source>
        <translation>%1 个检测早于 0 秒开始</translation>
    </message>
    <message>
        <source>%1 intervals are ambiguous; only evaluation kits use them</source>
        <translation>%1 个区间标为模糊；只有评测程序使用它们</translation>
    </message>
    <message>
        <source>%1 segments of no length were left out of the project</source>
        <translation>%1 个没有长度的片段未放入项目</translation>
    </message>
    <message>
        <source>%1 detections of no length were left out</source>
        <translation>%1 个没有长度的检测已略去</translation>
    </message>
    <message>
        <source>%1 videos that the project does not know are left out</source>
        <translation>项目中没有的 %1 个视频已略去</translation>
    </message>
    <message>
        <source>%1 videos are in the project already and are left out</source>
        <translation>项目中已有的 %1 个视频已略去</translation>
    </message>
    <message>
        <source>%1 videos have no features and are left out</source>
        <translation>%1 个视频没有特征，已略去</translation>
    </message>
    <message>
        <source>%1 stays in subset &apos;%2&apos;, not &apos;%3&apos;</source>
        <translation>%1 保留在子集“%2”，而不是“%3”</translation>
    </message>
    <message>
        <source>videos have several files each, which are joined in the order of their names</source>
        <translation>每个视频有多个文件，按名称顺序合并</translation>
    </message>
    <message>
        <source>%1 holds no scores: they are left out</source>
        <translation>%1 不含分数：分数已略去</translation>
    </message>
    <message>
        <source>one of: %1</source>
        <translation>以下之一：%1</translation>
    </message>
    <message>
        <source>a start of 0 or more</source>
        <translation>不小于 0 的起点</translation>
    </message>
    <message>
        <source>a start before the end</source>
        <translation>起点早于终点</translation>
    </message>
    <message>
        <source>numbers of seconds</source>
        <translation>以秒为单位的数字</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>a number greater than 0</source>
        <translation>大于 0 的数字</translation>
    </message>
    <message>
        <source>another name</source>
        <translation>其他名称</translation>
    </message>
    <message>
        <source>a new name</source>
        <translation>新的名称</translation>
    </message>
    <message>
        <source>the name of a new file</source>
        <translation>新文件的名称</translation>
    </message>
    <message>
        <source>a Taloscope project</source>
        <translation>Taloscope 项目</translation>
    </message>
    <message>
        <source>a project file</source>
        <translation>项目文件</translation>
    </message>
    <message>
        <source>an existing path</source>
        <translation>存在的路径</translation>
    </message>
    <message>
        <source>an existing project, as &apos;talo init&apos; makes one</source>
        <translation>存在的项目，如 &apos;talo init&apos; 所建</translation>
    </message>
    <message>
        <source>an existing folder for the new project</source>
        <translation>用于新项目的现有文件夹</translation>
    </message>
    <message>
        <source>a file that &apos;talo init&apos; made</source>
        <translation>由 &apos;talo init&apos; 建立的文件</translation>
    </message>
    <message>
        <source>a newer program</source>
        <translation>更新版本的程序</translation>
    </message>
    <message>
        <source>schema %1 or older, or a newer program</source>
        <translation>模式 %1 或更旧，或更新版本的程序</translation>
    </message>
    <message>
        <source>a folder that may be written</source>
        <translation>可以写入的文件夹</translation>
    </message>
    <message>
        <source>a file and a folder that may be written</source>
        <translation>可以写入的文件和文件夹</translation>
    </message>
    <message>
        <source>a file and a folder that may be read and written</source>
        <translation>可以读写的文件和文件夹</translation>
    </message>
    <message>
        <source>an intact project; copies lie in the folder of backups beside it</source>
        <translation>完好的项目；副本在其旁边的备份文件夹中</translation>
    </message>
    <message>
        <source>that it is closed there first (if that machine is gone, remove %1)</source>
        <translation>先在那里关闭它（如果那台机器已不存在，请删除 %1）</translation>
    </message>
    <message>
        <source>each video once</source>
        <translation>每个视频一次</translation>
    </message>
    <message>
        <source>each video once, by name</source>
        <translation>每个视频按名称一次</translation>
    </message>
    <message>
        <source>each video once, in one split only</source>
        <translation>每个视频一次，且只在一个划分中</translation>
    </message>
    <message>
        <source>each video once, and another name (--track)</source>
        <translation>每个视频一次，以及其他名称 (--track)</translation>
    </message>
    <message>
        <source>each video in one subset</source>
        <translation>每个视频只属于一个子集</translation>
    </message>
    <message>
        <source>one file for each video</source>
        <translation>每个视频一个文件</translation>
    </message>
    <message>
        <source>videos that were imported before</source>
        <translation>先前导入的视频</translation>
    </message>
    <message>
        <source>videos that were imported before (or --add-unknown)</source>
        <translation>先前导入的视频（或 --add-unknown）</translation>
    </message>
    <message>
        <source>classes of the ground truth or weak labels that were imported before (or --add-unknown)</source>
        <translation>先前导入的真值或弱标签中的类别（或 --add-unknown）</translation>
    </message>
    <message>
        <source>files named after videos that were imported before</source>
        <translation>以先前导入的视频命名的文件</translation>
    </message>
    <message>
        <source>files with different names</source>
        <translation>名称不同的文件</translation>
    </message>
    <message>
        <source>files ending in %1</source>
        <translation>以 %1 结尾的文件</translation>
    </message>
    <message>
        <source>at least one new video</source>
        <translation>至少一个新视频</translation>
    </message>
    <message>
        <source>finite scores</source>
        <translation>有限的分数</translation>
    </message>
    <message>
        <source>finite feature values</source>
        <translation>有限的特征值</translation>
    </message>
    <message>
        <source>%1 videos only</source>
        <translation>只能是 %1 视频</translation>
    </message>
    <message>
        <source>about %1 snippets at %2 frames/s and a stride of %3 frames (see --sample-fps, --stride-frames, --layout)</source>
        <translation>在每秒 %2 帧、步长 %3 帧时约 %1 个特征片段（见 --sample-fps、--stride-frames、--layout）</translation>
    </message>
    <message>
        <source>%1 values, stride %2, window %3, %4 frames/s, or another name</source>
        <translation>%1 个数值、步长 %2、窗口 %3、每秒 %4 帧，或其他名称</translation>
    </message>
    <message>
        <source>finite times in seconds, 0 &lt;= start &lt;= end, known classes</source>
        <translation>以秒为单位的有限时间，0 &lt;= 起点 &lt;= 终点，已知的类别</translation>
    </message>
    <message>
        <source>finite times and scores of known classes</source>
        <translation>已知类别的有限时间与分数</translation>
    </message>
    <message>
        <source>start and end in seconds, 0 &lt;= start &lt;= end</source>
        <translation>以秒为单位的起点与终点，0 &lt;= 起点 &lt;= 终点</translation>
    </message>
    <message>
        <source>times in seconds, 0 &lt;= start &lt;= end, and a finite score</source>
        <translation>以秒为单位的时间，0 &lt;= 起点 &lt;= 终点，以及有限的分数</translation>
    </message>
    <message>
        <source>annotations, detections, splits, video information or features in a format that the manual lists</source>
        <translation>手册所列格式的标注、检测、划分、视频信息或特征</translation>
    </message>
    <message>
        <source>annotations, detections or features</source>
        <translation>标注、检测或特征</translation>
    </message>
    <message>
        <source>files of one format in a folder</source>
        <translation>一个文件夹中只有一种格式的文件</translation>
    </message>
    <message>
        <source>a matrix of numbers, snippets by feature values</source>
        <translation>数字矩阵，特征片段 × 特征值</translation>
    </message>
    <message>
        <source>at least one snippet</source>
        <translation>至少一个特征片段</translation>
    </message>
    <message>
        <source>a JSON file</source>
        <translation>JSON 文件</translation>
    </message>
    <message>
        <source>a .npy file</source>
        <translation>.npy 文件</translation>
    </message>
    <message>
        <source>a text file in UTF-8</source>
        <translation>UTF-8 编码的文本文件</translation>
    </message>
    <message>
        <source>a text file with at least one line</source>
        <translation>至少有一行的文本文件</translation>
    </message>
    <message>
        <source>a folder of THUMOS&apos;14 text files</source>
        <translation>THUMOS&apos;14 文本文件的文件夹</translation>
    </message>
    <message>
        <source>a rate, since this format counts frames: import the video or a table of frame rates</source>
        <translation>帧率，因为此格式按帧计数：请导入视频或帧率表</translation>
    </message>
    <message>
        <source>a file that is complete</source>
        <translation>完整的文件</translation>
    </message>
    <message>
        <source>the classes that occur in it</source>
        <translation>其中出现的类别</translation>
    </message>
    <message>
        <source>an import of ground truth</source>
        <translation>真值的导入</translation>
    </message>
    <message>
        <source>the name of a run or of an import of pseudo-labels</source>
        <translation>运行或伪标签导入的名称</translation>
    </message>
    <message>
        <source>a name that &apos;talo show P runs&apos; lists</source>
        <translation>&apos;talo show P runs&apos; 列出的名称</translation>
    </message>
    <message>
        <source>a name that &apos;talo show P labelsets&apos; lists</source>
        <translation>&apos;talo show P labelsets&apos; 列出的名称</translation>
    </message>
    <message>
        <source>the %1 stage in the run, or an import</source>
        <translation>运行包含 %1 阶段，或导入结果</translation>
    </message>
    <message>
        <source>after_nms, or proposals of a run that was trained with before_nms</source>
        <translation>after_nms，或以 before_nms 训练的运行的提议</translation>
    </message>
    <message>
        <source>a run that was stopped or failed</source>
        <translation>已停止或失败的运行</translation>
    </message>
    <message>
        <source>a segment of an editable track; accepting this one copies it into one</source>
        <translation>可编辑轨道中的片段；接受此片段会把它复制过去</translation>
    </message>
    <message>
        <source>two segments of one track and one class</source>
        <translation>同一轨道、同一类别的两个片段</translation>
    </message>
    <message>
        <source>the program taloscope-worker</source>
        <translation>程序 taloscope-worker</translation>
    </message>
    <message>
        <source>taloscope-worker beside this program, or its path in --worker or TALOSCOPE_WORKER</source>
        <translation>本程序旁的 taloscope-worker，或用 --worker 或 TALOSCOPE_WORKER 给出其路径</translation>
    </message>
    <message>
        <source>the first word of the worker&apos;s command, such as ssh</source>
        <translation>训练程序命令的第一个词，如 ssh</translation>
    </message>
    <message>
        <source>a command that starts &apos;taloscope-worker serve&apos;</source>
        <translation>启动 &apos;taloscope-worker serve&apos; 的命令</translation>
    </message>
    <message>
        <source>protocol %1: install the same Taloscope version on both sides</source>
        <translation>协议 %1：请在两边安装相同版本的 Taloscope</translation>
    </message>
    <message>
        <source>a new folder, or --resume to go on with that run</source>
        <translation>新文件夹，或用 --resume 继续该运行</translation>
    </message>
    <message>
        <source>the file as it was; start a new run for the new one</source>
        <translation>原来的文件；请为新文件启动新的运行</translation>
    </message>
    <message>
        <source>density %1 &lt; %2</source>
        <translation>密度 %1 &lt; %2</translation>
    </message>
    <message>
        <source>score %1 &lt;= %2</source>
        <translation>分数 %1 &lt;= %2</translation>
    </message>
    <message>
        <source>segments end more than %1 s after their video</source>
        <translation>片段超出其视频结尾 %1 秒以上</translation>
    </message>
    <message>
        <source>segments have no length</source>
        <translation>片段没有长度</translation>
    </message>
    <message>
        <source>segments are shorter than a second, about one snippet</source>
        <translation>片段短于一秒，约为一个特征片段</translation>
    </message>
    <message>
        <source>segments occur twice with the same class and times</source>
        <translation>类别和时间相同的片段出现两次</translation>
    </message>
    <message>
        <source>segments overlap another one of their class</source>
        <translation>片段与同类的另一片段重叠</translation>
    </message>
    <message>
        <source>segments of %1 and %2 are the same: %3</source>
        <translation>%1 与 %2 的片段相同：%3</translation>
    </message>
    <message>
        <source>videos have no segments</source>
        <translation>视频没有片段</translation>
    </message>
    <message>
        <source>videos have no duration, so ends and coverage go unchecked</source>
        <translation>视频没有时长，因此未检查终点和覆盖</translation>
    </message>
    <message>
        <source>training videos have no weak labels</source>
        <translation>训练视频没有弱标签</translation>
    </message>
    <message>
        <source>videos have durations of exactly frames / %1, which fits no video of another rate</source>
        <translation>视频时长恰为 帧数 / %1，与其他帧率的视频不符</translation>
    </message>
    <message>
        <source>durations differ by more than %1 s from the other source</source>
        <translation>时长与另一来源相差 %1 秒以上</translation>
    </message>
    <message>
        <source>frame rates differ from the other source</source>
        <translation>帧率与另一来源不同</translation>
    </message>
    <message>
        <source>videos of the other source are not annotated here</source>
        <translation>另一来源的视频在此没有标注</translation>
    </message>
    <message>
        <source>feature matrices do not cover their video, by stride and rate</source>
        <translation>按步长和帧率，特征矩阵没有覆盖其视频</translation>
    </message>
    <message>
        <source>feature matrices hold NaN or infinity</source>
        <translation>特征矩阵含有 NaN 或无穷大</translation>
    </message>
    <message>
        <source>feature matrices have snippets of one constant value</source>
        <translation>特征矩阵含有数值恒定的特征片段</translation>
    </message>
    <message>
        <source>feature matrices seem to hold flow where the others hold RGB</source>
        <translation>特征矩阵似乎在其他矩阵存放 RGB 的位置存放光流</translation>
    </message>
    <message>
        <source>videos have the features of another video</source>
        <translation>视频使用了另一视频的特征</translation>
    </message>
    <message>
        <source>correct the durations, or clip the segments, or leave the videos out</source>
        <translation>修正时长，或裁剪片段，或略去这些视频</translation>
    </message>
    <message>
        <source>delete them: no prediction can match them but another without length</source>
        <translation>删除它们：只有同样没有长度的预测才能与之匹配</translation>
    </message>
    <message>
        <source>delete all but one</source>
        <translation>只保留一个，删除其余</translation>
    </message>
    <message>
        <source>leave them out, or name the list of videos with every number</source>
        <translation>略去它们，或在给出数字时注明视频列表</translation>
    </message>
    <message>
        <source>import weak labels, or take the videos out of training</source>
        <translation>导入弱标签，或把这些视频移出训练</translation>
    </message>
    <message>
        <source>take the durations of the decoded videos</source>
        <translation>采用解码视频的时长</translation>
    </message>
    <message>
        <source>take the rates of the decoded videos</source>
        <translation>采用解码视频的帧率</translation>
    </message>
    <message>
        <source>correct stride or rate of the feature set</source>
        <translation>修正特征集的步长或帧率</translation>
    </message>
    <message>
        <source>extract them again</source>
        <translation>重新提取</translation>
    </message>
    <message>
        <source>join their halves in the order of the others</source>
        <translation>按其他文件的顺序合并两半</translation>
    </message>
    <message>
        <source>leave one of each pair out</source>
        <translation>每对中略去一个</translation>
    </message>
    <message>
        <source>has the name of %1</source>
        <translation>与 %1 同名</translation>
    </message>
    <message>
        <source>different names of a project&apos;s videos</source>
        <translation>项目中的视频名称各不相同</translation>
    </message>
    <message>
        <source>holds %1, which is of no use by itself</source>
        <translation>内容为 %1，单独没有用处</translation>
    </message>
    <message>
        <source>holds nothing that can be imported</source>
        <translation>没有可导入的内容</translation>
    </message>
    <message>
        <source>holds %1 (%2)</source>
        <translation>内容为 %1（%2）</translation>
    </message>
    <message>
        <source>%1; expected %2</source>
        <translation>%1；需要：%2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>of %1 feature matrices of &apos;%2&apos; seem to hold flow in the first half, not RGB</source>
        <translation>特征集“%2”的 %1 个特征矩阵中，有一部分的前一半似乎是光流而不是 RGB</translation>
    </message>
    <message>
        <source>find out how they were joined; RGB first is what is expected</source>
        <translation>请查明两路特征的拼接顺序；应为 RGB 在前</translation>
    </message>
    <message>
        <source>segments are ambiguous, which only evaluation kits use: %1</source>
        <translation>片段标为模糊，只有评测程序使用它们：%1</translation>
    </message>
    <message>
        <source>a network predicted it; its weights are the run&apos;s</source>
        <translation>由网络预测得出，权重属于该运行</translation>
    </message>
    <message>
        <source>the segment that it was made from is deleted</source>
        <translation>它所依据的片段已被删除</translation>
    </message>
    <message>
        <source>no proposal of the run has its class and bounds</source>
        <translation>该运行的提议中没有与其类别和边界相同者</translation>
    </message>
    <message>
        <source>the project has no curve that the proposal came from</source>
        <translation>项目中没有产生该提议的曲线</translation>
    </message>
    <message>
        <source>the curve cannot be read: %1</source>
        <translation>无法读取曲线：%1</translation>
    </message>
    <message>
        <source>the run does not say how it made proposals of its curves</source>
        <translation>该运行未说明如何由曲线得到提议</translation>
    </message>
    <message>
        <source>the stored curve does not give this proposal</source>
        <translation>由存储的曲线得不到该提议</translation>
    </message>
    <message>
        <source>no filter judged the proposal</source>
        <translation>没有过滤器判断过该提议</translation>
    </message>
    <message>
        <source>the proposals before NMS cannot be read: %1</source>
        <translation>无法读取 NMS 之前的提议：%1</translation>
    </message>
    <message>
        <source>no curve is known for it</source>
        <translation>没有与之对应的曲线</translation>
    </message>
    <message>
        <source>mixed precision needs CUDA: computing in float32</source>
        <translation>混合精度需要 CUDA：改用 float32 计算</translation>
    </message>
    <message>
        <source>%1 processes train together</source>
        <translation>%1 个进程共同训练</translation>
    </message>
    <message>
        <source>%1 holds results of another configuration or input; they are replaced</source>
        <translation>%1 中是其他配置或输入的结果，将被替换</translation>
    </message>
    <message>
        <source>filter: kept %1 of %2 proposals</source>
        <translation>过滤：提议 %2 个，保留 %1 个</translation>
    </message>
    <message>
        <source>After %1 steps with student.ema_decay %2 the averaged student still holds %3 % of its initial weights: take a smaller ema_decay or more epochs</source>
        <translation>以 student.ema_decay %2 训练 %1 步后，平均学生模型仍含 %3 % 的初始权重：请减小 ema_decay 或增加轮数</translation>
    </message>
    <message>
        <source>The student goes on after step %1</source>
        <translation>学生模型从第 %1 步之后继续</translation>
    </message>
    <message>
        <source>Memory ran out: batches of %1 videos are now computed %2 at a time; gradients add up to the same</source>
        <translation>内存不足：每批 %1 个视频改为每次计算 %2 个，梯度累加结果相同</translation>
    </message>
    <message>
        <source>Student: at most %1 MiB of memory, %2 of %3 MiB of features kept in it</source>
        <translation>学生模型：内存最多 %1 MiB，特征共 %3 MiB，其中 %2 MiB 留在内存</translation>
    </message>
    <message>
        <source>the resume point belongs to other settings or videos: training starts afresh</source>
        <translation>续训点属于其他设置或视频：重新开始训练</translation>
    </message>
    <message>
        <source>resuming after step %1</source>
        <translation>从第 %1 步之后续训</translation>
    </message>
    <message>
        <source>memory is short: %1 inputs at a time</source>
        <translation>内存不足：每次 %1 个输入</translation>
    </message>
    <message>
        <source>computing on the CPU, as configured</source>
        <translation>按配置在 CPU 上计算</translation>
    </message>
    <message>
        <source>computing on the CPU: CUDA cannot be used: %1</source>
        <translation>在 CPU 上计算：无法使用 CUDA：%1</translation>
    </message>
    <message>
        <source>computing on %1 (%2)</source>
        <translation>在 %1（%2）上计算</translation>
    </message>
    <message>
        <source>generator: %1 s, peak memory %2 GiB</source>
        <translation>生成器：%1 秒，内存峰值 %2 GiB</translation>
    </message>
    <message>
        <source>a file, or a recipe in %1</source>
        <translation>文件，或 %1 中的配方</translation>
    </message>
    <message>
        <source>cannot be written to the disk: %1</source>
        <translation>无法写入磁盘：%1</translation>
    </message>
    <message>
        <source>cannot be replaced: %1</source>
        <translation>无法替换：%1</translation>
    </message>
    <message>
        <source>a file</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>at most %1 bytes</source>
        <translation>至多 %1 字节</translation>
    </message>
    <message>
        <source>a video has no name</source>
        <translation>有一个视频没有名称</translation>
    </message>
    <message>
        <source>has no finite score</source>
        <translation>没有有限的分数</translation>
    </message>
    <message>
        <source>has no class</source>
        <translation>没有类别</translation>
    </message>
    <message>
        <source>has an instance without class</source>
        <translation>有一个实例没有类别</translation>
    </message>
    <message>
        <source>has no duration</source>
        <translation>没有时长</translation>
    </message>
    <message>
        <source>has no frame rate</source>
        <translation>没有帧率</translation>
    </message>
    <message>
        <source>duration and frame rate, which ActionFormer&apos;s form needs</source>
        <translation>时长与帧率（ActionFormer 格式所需）</translation>
    </message>
    <message>
        <source>duration and frame rate of every video</source>
        <translation>每个视频的时长与帧率</translation>
    </message>
    <message>
        <source>the duration of every video</source>
        <translation>每个视频的时长</translation>
    </message>
    <message>
        <source>is a second list of videos</source>
        <translation>是第二个视频列表</translation>
    </message>
    <message>
        <source>is a second list of detections</source>
        <translation>是第二个检测列表</translation>
    </message>
    <message>
        <source>one &quot;database&quot;</source>
        <translation>一个 &quot;database&quot;</translation>
    </message>
    <message>
        <source>either &quot;results&quot; or &quot;database&quot;</source>
        <translation>&quot;results&quot; 或 &quot;database&quot; 之一</translation>
    </message>
    <message>
        <source>is an unknown video</source>
        <translation>是未知的视频</translation>
    </message>
    <message>
        <source>a video of the data set</source>
        <translation>数据集中的视频</translation>
    </message>
    <message>
        <source>has no &quot;annotations&quot;</source>
        <translation>没有 &quot;annotations&quot;</translation>
    </message>
    <message>
        <source>a list of annotations</source>
        <translation>标注的列表</translation>
    </message>
    <message>
        <source>is %1</source>
        <translation>为 %1</translation>
    </message>
    <message>
        <source>a number of frames</source>
        <translation>帧数</translation>
    </message>
    <message>
        <source>frames a second, more than 0</source>
        <translation>每秒帧数，大于 0</translation>
    </message>
    <message>
        <source>seconds, more than 0</source>
        <translation>秒数，大于 0</translation>
    </message>
    <message>
        <source>&quot;segment&quot;: [start, end] in seconds, 0 &lt;= start &lt;= end</source>
        <translation>&quot;segment&quot;: [起点, 终点]，以秒为单位，0 &lt;= 起点 &lt;= 终点</translation>
    </message>
    <message>
        <source>has no &quot;label&quot;</source>
        <translation>没有 &quot;label&quot;</translation>
    </message>
    <message>
        <source>has no &quot;segment&quot;</source>
        <translation>没有 &quot;segment&quot;</translation>
    </message>
    <message>
        <source>has no &quot;score&quot;</source>
        <translation>没有 &quot;score&quot;</translation>
    </message>
    <message>
        <source>the name of a class</source>
        <translation>类别的名称</translation>
    </message>
    <message>
        <source>the name of a video</source>
        <translation>视频的名称</translation>
    </message>
    <message>
        <source>has the unknown class &apos;%1&apos;</source>
        <translation>属于未知类别“%1”</translation>
    </message>
    <message>
        <source>has the unknown class %1</source>
        <translation>属于未知类别 %1</translation>
    </message>
    <message>
        <source>&quot;label_id&quot; from 0 to %1</source>
        <translation>从 0 到 %1 的 &quot;label_id&quot;</translation>
    </message>
    <message>
        <source>has &quot;label_id&quot; %1 for &apos;%2&apos;, against an earlier annotation</source>
        <translation>“%2”的 &quot;label_id&quot; 为 %1，与之前的标注不符</translation>
    </message>
    <message>
        <source>has &quot;label_id&quot; %1 for &apos;%2&apos;, against an earlier entry</source>
        <translation>“%2”的 &quot;label_id&quot; 为 %1，与之前的条目不符</translation>
    </message>
    <message>
        <source>gives class &apos;%1&apos; the number %2, against an earlier entry</source>
        <translation>类别“%1”的编号为 %2，与之前的条目不符</translation>
    </message>
    <message>
        <source>one number a class</source>
        <translation>每个类别一个编号</translation>
    </message>
    <message>
        <source>has too many annotations</source>
        <translation>标注过多</translation>
    </message>
    <message>
        <source>has too many detections</source>
        <translation>检测过多</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>至多 %1</translation>
    </message>
    <message>
        <source>the file starts with a byte-order mark</source>
        <translation>文件以字节顺序标记（BOM）开头</translation>
    </message>
    <message>
        <source>video names ended in .npy, which was left off</source>
        <translation>视频名以 .npy 结尾，已略去该后缀</translation>
    </message>
    <message>
        <source>classes are given by number only; the numbers serve as names</source>
        <translation>类别只给出编号，以编号作为名称</translation>
    </message>
    <message>
        <source>elements are used as stored</source>
        <translation>元素按存储的值使用</translation>
    </message>
    <message>
        <source>is no label</source>
        <translation>不是标注</translation>
    </message>
    <message>
        <source>start, end and class, with tabs between them</source>
        <translation>起点、终点和类别，以制表符分隔</translation>
    </message>
    <message>
        <source>a label track of Audacity</source>
        <translation>Audacity 的标签轨道</translation>
    </message>
    <message>
        <source>is a point</source>
        <translation>是一个时间点，不是区间</translation>
    </message>
    <message>
        <source>a class with a tab or a line break cannot be written</source>
        <translation>含有制表符或换行的类别无法写入</translation>
    </message>
    <message>
        <source>a name with a tab or a line break cannot be written</source>
        <translation>含有制表符或换行的名称无法写入</translation>
    </message>
    <message>
        <source>a class with a line break or an arrow cannot be written</source>
        <translation>含有换行或箭头的类别无法写入</translation>
    </message>
    <message>
        <source>a class with a line break cannot be written</source>
        <translation>含有换行的类别无法写入</translation>
    </message>
    <message>
        <source>a name with a line break cannot be written</source>
        <translation>含有换行的名称无法写入</translation>
    </message>
    <message>
        <source>a name with blanks cannot be written</source>
        <translation>含有空格的名称无法写入</translation>
    </message>
    <message>
        <source>its subset cannot be written</source>
        <translation>其子集无法写入</translation>
    </message>
    <message>
        <source>names of one line</source>
        <translation>单行的名称</translation>
    </message>
    <message>
        <source>BORIS&apos;s table of aggregated events</source>
        <translation>BORIS 的汇总事件表</translation>
    </message>
    <message>
        <source>a table of BORIS</source>
        <translation>BORIS 的表格</translation>
    </message>
    <message>
        <source>%1, as the header has</source>
        <translation>%1 个，与表头相同</translation>
    </message>
    <message>
        <source>has times that cannot be read</source>
        <translation>含有无法读取的时间</translation>
    </message>
    <message>
        <source>start and stop in seconds</source>
        <translation>以秒为单位的起止时间</translation>
    </message>
    <message>
        <source>hh:mm:ss.mmm --&gt; hh:mm:ss.mmm</source>
        <translation>hh:mm:ss.mmm --&gt; hh:mm:ss.mmm</translation>
    </message>
    <message>
        <source>a frame number</source>
        <translation>帧号</translation>
    </message>
    <message>
        <source>fields in matching quotes</source>
        <translation>引号成对的字段</translation>
    </message>
    <message>
        <source>a column %1</source>
        <translation>列 %1</translation>
    </message>
    <message>
        <source>has &quot;%1&quot; in column &apos;%2&apos;</source>
        <translation>列“%2”中的值为 &quot;%1&quot;</translation>
    </message>
    <message>
        <source>has no box</source>
        <translation>没有标注框</translation>
    </message>
    <message>
        <source>a &quot;CVAT for video 1.1&quot; file</source>
        <translation>&quot;CVAT for video 1.1&quot; 文件</translation>
    </message>
    <message>
        <source>is a picture, no part of a video</source>
        <translation>是图片，不是视频的一部分</translation>
    </message>
    <message>
        <source>attributes start and end, or &lt;fps&gt; in &lt;meta&gt;</source>
        <translation>属性 start 和 end，或 &lt;meta&gt; 中的 &lt;fps&gt;</translation>
    </message>
    <message>
        <source>has too many frames for a row each</source>
        <translation>帧数过多，无法每帧一行</translation>
    </message>
    <message>
        <source>at most %1 frames</source>
        <translation>至多 %1 帧</translation>
    </message>
    <message>
        <source>has another number of fields than the header</source>
        <translation>字段数与表头不同</translation>
    </message>
    <message>
        <source>%1 fields</source>
        <translation>%1 个字段</translation>
    </message>
    <message>
        <source>has no label in column &apos;%1&apos;</source>
        <translation>列“%1”中没有标签</translation>
    </message>
    <message>
        <source>1, 0 or -1</source>
        <translation>1、0 或 -1</translation>
    </message>
    <message>
        <source>a header &apos;,background&apos; and a column a class</source>
        <translation>表头 &apos;,background&apos;，每个类别一列</translation>
    </message>
    <message>
        <source>labels of DeepEthogram</source>
        <translation>DeepEthogram 的标签</translation>
    </message>
    <message>
        <source>nobody looked at %1 of the %2 frames of &apos;%3&apos;</source>
        <translation>“%3”的 %2 帧中有 %1 帧无人看过</translation>
    </message>
    <message>
        <source>has no start or no end</source>
        <translation>没有起点或没有终点</translation>
    </message>
    <message>
        <source>has the time &apos;%1&apos;</source>
        <translation>含有时间“%1”</translation>
    </message>
    <message>
        <source>whole milliseconds</source>
        <translation>整数毫秒</translation>
    </message>
    <message>
        <source>counts time in %1</source>
        <translation>以 %1 计时</translation>
    </message>
    <message>
        <source>milliseconds</source>
        <translation>毫秒</translation>
    </message>
    <message>
        <source>an ELAN .eaf file</source>
        <translation>ELAN 的 .eaf 文件</translation>
    </message>
    <message>
        <source>%1 holds times in whole %2</source>
        <translation>%1 中的时间以整 %2 为单位</translation>
    </message>
    <message>
        <source>%1 joins segments of one class that overlap or touch</source>
        <translation>%1 会合并同类中重叠或相接的片段</translation>
    </message>
    <message>
        <source>a video of this name cannot have a file of its own</source>
        <translation>这个名称的视频无法拥有自己的文件</translation>
    </message>
    <message>
        <source>names without &apos;/&apos; that do not begin with a dot</source>
        <translation>不含 &apos;/&apos; 且不以点开头的名称</translation>
    </message>
    <message>
        <source>counts frames of the video &apos;%1&apos;, whose rate is not given</source>
        <translation>按视频“%1”的帧计数，但没有给出其帧率</translation>
    </message>
    <message>
        <source>a project that knows the video&apos;s frame rate</source>
        <translation>知道该视频帧率的项目</translation>
    </message>
    <message>
        <source>is no device</source>
        <translation>不是设备</translation>
    </message>
    <message>
        <source>auto, cpu or cuda</source>
        <translation>auto、cpu 或 cuda</translation>
    </message>
    <message>
        <source>is another version</source>
        <translation>是另一个版本</translation>
    </message>
    <message>
        <source>a job.json of an extraction</source>
        <translation>特征提取的 job.json</translation>
    </message>
    <message>
        <source>a job.json as talo writes it</source>
        <translation>由 talo 写成的 job.json</translation>
    </message>
    <message>
        <source>holds &apos;%1&apos;, which is empty or occurs twice</source>
        <translation>含有“%1”，它为空或出现两次</translation>
    </message>
    <message>
        <source>distinct names</source>
        <translation>互不相同的名称</translation>
    </message>
    <message>
        <source>at least one class</source>
        <translation>至少一个类别</translation>
    </message>
    <message>
        <source>at least one video</source>
        <translation>至少一个视频</translation>
    </message>
    <message>
        <source>is negative</source>
        <translation>为负数</translation>
    </message>
    <message>
        <source>frames a second, or 0 for each video&apos;s own</source>
        <translation>每秒帧数，0 表示各视频自己的帧率</translation>
    </message>
    <message>
        <source>video &apos;%1&apos; occurs twice</source>
        <translation>视频“%1”出现两次</translation>
    </message>
    <message>
        <source>video &apos;%1&apos; is in the training and in the test split</source>
        <translation>视频“%1”同时在训练划分和测试划分中</translation>
    </message>
    <message>
        <source>training video &apos;%1&apos; has no weak label</source>
        <translation>训练视频“%1”没有弱标签</translation>
    </message>
    <message>
        <source>there is no video &apos;%1&apos;</source>
        <translation>没有视频“%1”</translation>
    </message>
    <message>
        <source>there is no class &apos;%1&apos;</source>
        <translation>没有类别“%1”</translation>
    </message>
    <message>
        <source>there is no stage &apos;%1&apos;</source>
        <translation>没有阶段“%1”</translation>
    </message>
    <message>
        <source>stage &apos;%1&apos; is named twice</source>
        <translation>阶段“%1”出现两次</translation>
    </message>
    <message>
        <source>some of generator, filter, student, separated by commas</source>
        <translation>generator、filter、student 中的几个，以逗号分隔</translation>
    </message>
    <message>
        <source>a video of the job</source>
        <translation>任务中的视频</translation>
    </message>
    <message>
        <source>the segment %1 … %2 is no interval</source>
        <translation>片段 %1 … %2 不是区间</translation>
    </message>
    <message>
        <source>seconds, start before end</source>
        <translation>秒数，起点早于终点</translation>
    </message>
    <message>
        <source>1 to %1</source>
        <translation>1 到 %1</translation>
    </message>
    <message>
        <source>0 to %1</source>
        <translation>0 到 %1</translation>
    </message>
    <message>
        <source>holds %1</source>
        <translation>含有 %1</translation>
    </message>
    <message>
        <source>is NaN</source>
        <translation>是 NaN</translation>
    </message>
    <message>
        <source>is infinite or too large for float32</source>
        <translation>无穷大，或超出 float32 的范围</translation>
    </message>
    <message>
        <source>%1 values a snippet; the files hold T x D, not D x T</source>
        <translation>每个特征片段 %1 个数值；文件为 T x D，而非 D x T</translation>
    </message>
    <message>
        <source>%1 values a snippet; the files hold D x T, not T x D</source>
        <translation>每个特征片段 %1 个数值；文件为 D x T，而非 T x D</translation>
    </message>
    <message>
        <source>%1 values a snippet</source>
        <translation>每个特征片段 %1 个数值</translation>
    </message>
    <message>
        <source>a video has no feature files</source>
        <translation>有一个视频没有特征文件</translation>
    </message>
    <message>
        <source>at least one .npy file</source>
        <translation>至少一个 .npy 文件</translation>
    </message>
    <message>
        <source>%1, as %2 has</source>
        <translation>%1 个，与 %2 相同</translation>
    </message>
    <message>
        <source>row %1, column %2 (snippet %3, value %4)</source>
        <translation>第 %1 行、第 %2 列（特征片段 %3，数值 %4）</translation>
    </message>
    <message>
        <source>holds bytes that are not UTF-8</source>
        <translation>含有不是 UTF-8 的字节</translation>
    </message>
    <message>
        <source>a JSON file in UTF-8</source>
        <translation>UTF-8 编码的 JSON 文件</translation>
    </message>
    <message>
        <source>is nested too deeply</source>
        <translation>嵌套过深</translation>
    </message>
    <message>
        <source>at most %1 levels</source>
        <translation>至多 %1 层</translation>
    </message>
    <message>
        <source>ends too early</source>
        <translation>过早结束</translation>
    </message>
    <message>
        <source>is not JSON</source>
        <translation>不是 JSON</translation>
    </message>
    <message>
        <source>&apos;%1&apos; or &apos;,&apos;</source>
        <translation>&apos;%1&apos; 或 &apos;,&apos;</translation>
    </message>
    <message>
        <source>a key in quotes</source>
        <translation>带引号的键</translation>
    </message>
    <message>
        <source>&apos;:&apos; after a key</source>
        <translation>键之后的 &apos;:&apos;</translation>
    </message>
    <message>
        <source>holds a control character in a text</source>
        <translation>文本中含有控制字符</translation>
    </message>
    <message>
        <source>an escape such as \n</source>
        <translation>转义，如 \n</translation>
    </message>
    <message>
        <source>ends inside a text</source>
        <translation>在文本中间结束</translation>
    </message>
    <message>
        <source>a closing quote</source>
        <translation>右引号</translation>
    </message>
    <message>
        <source>holds an unknown escape in a text</source>
        <translation>文本中含有未知的转义</translation>
    </message>
    <message>
        <source>one of \&quot; \\ \/ \n \t \u</source>
        <translation>\&quot; \\ \/ \n \t \u 之一</translation>
    </message>
    <message>
        <source>holds half a surrogate pair</source>
        <translation>只含半个代理对</translation>
    </message>
    <message>
        <source>two \u escapes</source>
        <translation>两个 \u 转义</translation>
    </message>
    <message>
        <source>holds a broken \u escape</source>
        <translation>含有不完整的 \u 转义</translation>
    </message>
    <message>
        <source>four hexadecimal digits</source>
        <translation>四位十六进制数</translation>
    </message>
    <message>
        <source>a finite number</source>
        <translation>有限的数</translation>
    </message>
    <message>
        <source>is not a number</source>
        <translation>不是数字</translation>
    </message>
    <message>
        <source>a JSON number</source>
        <translation>JSON 数字</translation>
    </message>
    <message>
        <source>is too large a number</source>
        <translation>数字过大</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>a whole number from %1 to %2</source>
        <translation>从 %1 到 %2 的整数</translation>
    </message>
    <message>
        <source>a value</source>
        <translation>一个值</translation>
    </message>
    <message>
        <source>a value was left unread</source>
        <translation>有一个值没有读取</translation>
    </message>
    <message>
        <source>goes on after its end</source>
        <translation>结束之后还有内容</translation>
    </message>
    <message>
        <source>one JSON value</source>
        <translation>一个 JSON 值</translation>
    </message>
    <message>
        <source>is an object</source>
        <translation>是对象</translation>
    </message>
    <message>
        <source>is a list</source>
        <translation>是列表</translation>
    </message>
    <message>
        <source>is a text</source>
        <translation>是文本</translation>
    </message>
    <message>
        <source>is a truth</source>
        <translation>是真假值</translation>
    </message>
    <message>
        <source>is null</source>
        <translation>是 null</translation>
    </message>
    <message>
        <source>is string</source>
        <translation>是文本</translation>
    </message>
    <message>
        <source>is number</source>
        <translation>是数字</translation>
    </message>
    <message>
        <source>is boolean</source>
        <translation>是真假值</translation>
    </message>
    <message>
        <source>is array</source>
        <translation>是列表</translation>
    </message>
    <message>
        <source>is object</source>
        <translation>是对象</translation>
    </message>
    <message>
        <source>an object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>a text that is not empty</source>
        <translation>非空的文本</translation>
    </message>
    <message>
        <source>a number or null</source>
        <translation>数字或 null</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true 或 false</translation>
    </message>
    <message>
        <source>is the text &quot;%1&quot;</source>
        <translation>是文本 &quot;%1&quot;</translation>
    </message>
    <message>
        <source>a time in seconds</source>
        <translation>以秒为单位的时间</translation>
    </message>
    <message>
        <source>has %1 values</source>
        <translation>有 %1 个数值</translation>
    </message>
    <message>
        <source>[start, end] in seconds</source>
        <translation>[起点, 终点]，以秒为单位</translation>
    </message>
    <message>
        <source>is too long</source>
        <translation>过长</translation>
    </message>
    <message>
        <source>is no JSON object</source>
        <translation>不是 JSON 对象</translation>
    </message>
    <message>
        <source>an integer</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>an integer that is not negative</source>
        <translation>非负整数</translation>
    </message>
    <message>
        <source>is an unknown field</source>
        <translation>是未知字段</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>is no segment of a timeline</source>
        <translation>不是时间轴上的片段</translation>
    </message>
    <message>
        <source>is no temporal segment</source>
        <translation>不是时间片段</translation>
    </message>
    <message>
        <source>names a view that is not there</source>
        <translation>指向不存在的视图</translation>
    </message>
    <message>
        <source>an id of &quot;view&quot;</source>
        <translation>&quot;view&quot; 中的 id</translation>
    </message>
    <message>
        <source>names an action that the configuration lacks</source>
        <translation>指向配置中没有的动作</translation>
    </message>
    <message>
        <source>an id of config.actionLabelData</source>
        <translation>config.actionLabelData 中的 id</translation>
    </message>
    <message>
        <source>perhaps &apos;%1&apos;</source>
        <translation>也许是“%1”</translation>
    </message>
    <message>
        <source>perhaps &apos;%1&apos;, or a file</source>
        <translation>也许是“%1”，或文件</translation>
    </message>
    <message>
        <source>one of %1, or a file</source>
        <translation>%1 之一，或文件</translation>
    </message>
    <message>
        <source>one of the %1 known names, or a file</source>
        <translation>%1 个已知名称之一，或文件</translation>
    </message>
    <message>
        <source>one of the %1 known names</source>
        <translation>%1 个已知名称之一</translation>
    </message>
    <message>
        <source>one of %1</source>
        <translation>%1 之一</translation>
    </message>
    <message>
        <source>unknown key &apos;%1&apos;</source>
        <translation>未知的键“%1”</translation>
    </message>
    <message>
        <source>&apos;%1&apos; has no usable value</source>
        <translation>“%1”没有可用的值</translation>
    </message>
    <message>
        <source>the second stream has no network</source>
        <translation>第二路没有网络</translation>
    </message>
    <message>
        <source>a table [flow] with network = &quot;FILE.pt&quot;</source>
        <translation>带有 network = &quot;FILE.pt&quot; 的表 [flow]</translation>
    </message>
    <message>
        <source>frames a second from 0 (each video&apos;s own) to 1000</source>
        <translation>每秒帧数，从 0（各视频自己的）到 1000</translation>
    </message>
    <message>
        <source>three numbers from 0 to 255, red first</source>
        <translation>从 0 到 255 的三个数，红色在前</translation>
    </message>
    <message>
        <source>three numbers above 0, red first</source>
        <translation>大于 0 的三个数，红色在前</translation>
    </message>
    <message>
        <source>a number above 0, up to 10000</source>
        <translation>大于 0、至多 10000 的数</translation>
    </message>
    <message>
        <source>a path</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>TOML</source>
        <translation>TOML</translation>
    </message>
    <message>
        <source>%1 values do not fill the shape %2</source>
        <translation>%1 个数值填不满形状 %2</translation>
    </message>
    <message>
        <source>holds %1 bytes of elements</source>
        <translation>含有 %1 字节的元素</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 字节</translation>
    </message>
    <message>
        <source>a smaller shape</source>
        <translation>更小的形状</translation>
    </message>
    <message>
        <source>a .npy header with descr, fortran_order and shape</source>
        <translation>含有 descr、fortran_order 和 shape 的 .npy 文件头</translation>
    </message>
    <message>
        <source>float16, float32, float64, int32, int64, uint8, bool or |S elements</source>
        <translation>float16、float32、float64、int32、int64、uint8、bool 或 |S 类型的元素</translation>
    </message>
    <message>
        <source>format 1, 2 or 3</source>
        <translation>格式版本 1、2 或 3</translation>
    </message>
    <message>
        <source>does not start with {</source>
        <translation>不以 { 开头</translation>
    </message>
    <message>
        <source>cannot be read at byte %1</source>
        <translation>在第 %1 字节处无法读取</translation>
    </message>
    <message>
        <source>has an unknown or repeated key &apos;%1&apos;</source>
        <translation>含有未知或重复的键“%1”</translation>
    </message>
    <message>
        <source>has no valid value for &apos;%1&apos;</source>
        <translation>“%1”没有有效的值</translation>
    </message>
    <message>
        <source>lacks a key</source>
        <translation>缺少一个键</translation>
    </message>
    <message>
        <source>holds a structured array</source>
        <translation>含有结构化数组</translation>
    </message>
    <message>
        <source>holds pickled Python objects, which are never loaded</source>
        <translation>含有 pickle 的 Python 对象，本程序从不加载它们</translation>
    </message>
    <message>
        <source>it holds pickled Python objects, which are never loaded</source>
        <translation>含有 pickle 的 Python 对象，本程序从不加载它们</translation>
    </message>
    <message>
        <source>holds elements of type &apos;%1&apos;</source>
        <translation>含有类型为“%1”的元素</translation>
    </message>
    <message>
        <source>is cut off</source>
        <translation>被截断</translation>
    </message>
    <message>
        <source>claims %1 bytes</source>
        <translation>声称有 %1 字节</translation>
    </message>
    <message>
        <source>a .npz file of numpy.savez</source>
        <translation>numpy.savez 的 .npz 文件</translation>
    </message>
    <message>
        <source>a file of numpy.savez, not of savez_compressed</source>
        <translation>numpy.savez 的文件，而非 savez_compressed 的</translation>
    </message>
    <message>
        <source>holds %1 arrays of two dimensions</source>
        <translation>含有 %1 个二维数组</translation>
    </message>
    <message>
        <source>holds no array &apos;%1&apos;</source>
        <translation>不含数组“%1”</translation>
    </message>
    <message>
        <source>one, or the name of one of: %1</source>
        <translation>一个，或以下之一的名称：%1</translation>
    </message>
    <message>
        <source>a time is not finite (%1, %2)</source>
        <translation>有一个时间不是有限值（%1，%2）</translation>
    </message>
    <message>
        <source>ends before it starts (%1 &lt; %2)</source>
        <translation>终点早于起点（%1 &lt; %2）</translation>
    </message>
    <message>
        <source>starts before the video (%1 s)</source>
        <translation>早于视频开始（%1 秒）</translation>
    </message>
    <message>
        <source>a time is impossibly large (%1, %2)</source>
        <translation>有一个时间大得不可能（%1，%2）</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is %2</source>
        <translation>“%1”为 %2</translation>
    </message>
    <message>
        <source>&apos;student.crop_ratio_min&apos; is greater than &apos;student.crop_ratio_max&apos;</source>
        <translation>&apos;student.crop_ratio_min&apos; 大于 &apos;student.crop_ratio_max&apos;</translation>
    </message>
    <message>
        <source>&apos;filter.min_duration&apos; is greater than &apos;filter.max_duration&apos;</source>
        <translation>&apos;filter.min_duration&apos; 大于 &apos;filter.max_duration&apos;</translation>
    </message>
    <message>
        <source>the smaller one first</source>
        <translation>较小的在前</translation>
    </message>
    <message>
        <source>&apos;fustal.inner_width&apos; is not less than &apos;fustal.outer_width&apos;</source>
        <translation>&apos;fustal.inner_width&apos; 不小于 &apos;fustal.outer_width&apos;</translation>
    </message>
    <message>
        <source>&apos;student.embed_dim&apos; is no multiple of 16</source>
        <translation>&apos;student.embed_dim&apos; 不是 16 的倍数</translation>
    </message>
    <message>
        <source>16 groups of channels of equal width</source>
        <translation>16 组等宽的通道</translation>
    </message>
    <message>
        <source>&apos;sal.encoder_kernel&apos; is even</source>
        <translation>&apos;sal.encoder_kernel&apos; 是偶数</translation>
    </message>
    <message>
        <source>an odd kernel</source>
        <translation>奇数的卷积核</translation>
    </message>
    <message>
        <source>&apos;ftcl.projection_dim&apos; is odd</source>
        <translation>&apos;ftcl.projection_dim&apos; 是奇数</translation>
    </message>
    <message>
        <source>two halves of equal width</source>
        <translation>等宽的两半</translation>
    </message>
    <message>
        <source>the weights of SAL&apos;s fused map are all 0</source>
        <translation>SAL 融合图的权重全为 0</translation>
    </message>
    <message>
        <source>one above 0</source>
        <translation>至少一个大于 0</translation>
    </message>
    <message>
        <source>a kernel of &apos;student&apos; is even</source>
        <translation>&apos;student&apos; 有偶数的卷积核</translation>
    </message>
    <message>
        <source>odd kernels and windows</source>
        <translation>奇数的卷积核与窗口</translation>
    </message>
    <message>
        <source>&apos;evaluation.tiou&apos; is empty</source>
        <translation>&apos;evaluation.tiou&apos; 为空</translation>
    </message>
    <message>
        <source>at least one threshold</source>
        <translation>至少一个阈值</translation>
    </message>
    <message>
        <source>key=value</source>
        <translation>键=值</translation>
    </message>
    <message>
        <source>a number of at least 0</source>
        <translation>不小于 0 的数</translation>
    </message>
    <message>
        <source>a number from %1 to %2</source>
        <translation>从 %1 到 %2 的数</translation>
    </message>
    <message>
        <source>an integer of at least 0</source>
        <translation>不小于 0 的整数</translation>
    </message>
    <message>
        <source>an integer from %1 to %2</source>
        <translation>从 %1 到 %2 的整数</translation>
    </message>
    <message>
        <source>a list of numbers from %1 to %2, or &quot;start:step:stop&quot;</source>
        <translation>从 %1 到 %2 的数的列表，或 &quot;起:步长:止&quot;</translation>
    </message>
    <message>
        <source>a list of pairs [low, high] that join without gaps</source>
        <translation>首尾相接的区间 [低, 高] 的列表</translation>
    </message>
    <message>
        <source>one of &quot;%1&quot;</source>
        <translation>&quot;%1&quot; 之一</translation>
    </message>
    <message>
        <source>the configuration as talo writes it</source>
        <translation>由 talo 写成的配置</translation>
    </message>
    <message>
        <source>is JSON of a form that is not known</source>
        <translation>是未知形式的 JSON</translation>
    </message>
    <message>
        <source>is one of W-TALC&apos;s arrays, which count as a folder</source>
        <translation>是 W-TALC 的数组之一，应作为整个文件夹导入</translation>
    </message>
    <message>
        <source>is an array that is no feature matrix</source>
        <translation>是数组，但不是特征矩阵</translation>
    </message>
    <message>
        <source>is a folder without THUMOS&apos;14 text files, .npy files or files of a labelling program</source>
        <translation>文件夹中没有 THUMOS&apos;14 文本文件、.npy 文件或标注程序的文件</translation>
    </message>
    <message>
        <source>is a table whose columns are not known</source>
        <translation>是表格，但其列未知</translation>
    </message>
    <message>
        <source>is no text and no .npy file</source>
        <translation>既不是文本，也不是 .npy 文件</translation>
    </message>
    <message>
        <source>is &quot;%1&quot;</source>
        <translation>为 &quot;%1&quot;</translation>
    </message>
    <message>
        <source>&quot;video start end&quot;, times in seconds</source>
        <translation>&quot;视频 起点 终点&quot;，时间以秒为单位</translation>
    </message>
    <message>
        <source>cannot be listed: %1</source>
        <translation>无法列出：%1</translation>
    </message>
    <message>
        <source>holds no annotation files</source>
        <translation>不含标注文件</translation>
    </message>
    <message>
        <source>files such as BaseballPitch_val.txt</source>
        <translation>如 BaseballPitch_val.txt 的文件</translation>
    </message>
    <message>
        <source>class &apos;%1&apos; cannot name a file</source>
        <translation>类别“%1”不能用作文件名</translation>
    </message>
    <message>
        <source>names without slashes and line breaks</source>
        <translation>不含斜杠和换行的名称</translation>
    </message>
    <message>
        <source>names that THUMOS&apos;14 text files can hold</source>
        <translation>THUMOS&apos;14 文本文件能容纳的名称</translation>
    </message>
    <message>
        <source>&quot;number class&quot;</source>
        <translation>&quot;编号 类别&quot;</translation>
    </message>
    <message>
        <source>has a name that tells no class and subset</source>
        <translation>文件名没有说明类别和子集</translation>
    </message>
    <message>
        <source>a name such as BaseballPitch_val.txt</source>
        <translation>如 BaseballPitch_val.txt 的名称</translation>
    </message>
    <message>
        <source>names that the evaluation kit can read</source>
        <translation>评测程序能读取的名称</translation>
    </message>
    <message>
        <source>its name is not of the form CLASS_val.txt or CLASS_test.txt</source>
        <translation>文件名不是 CLASS_val.txt 或 CLASS_test.txt 的形式</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is neither a file nor a subset of %2</source>
        <translation>“%1”既不是文件，也不是 %2 的子集</translation>
    </message>
    <message>
        <source>a text file with one name a line, or one of &apos;%1&apos;</source>
        <translation>每行一个名称的文本文件，或 &apos;%1&apos; 之一</translation>
    </message>
    <message>
        <source>splits without a common video</source>
        <translation>没有共同视频的划分</translation>
    </message>
    <message>
        <source>video &apos;%1&apos; has no annotations in %2</source>
        <translation>视频“%1”在 %2 中没有标注</translation>
    </message>
    <message>
        <source>&quot;fps&quot; in the annotations, or the option --fps</source>
        <translation>标注中的 &quot;fps&quot;，或选项 --fps</translation>
    </message>
    <message>
        <source>features, D x T</source>
        <translation>D x T 的特征</translation>
    </message>
    <message>
        <source>features, T x D</source>
        <translation>T x D 的特征</translation>
    </message>
    <message>
        <source>%1 as in %2</source>
        <translation>%1，与 %2 相同</translation>
    </message>
    <message>
        <source>%1 as in the videos before; are the rows the snippets?</source>
        <translation>%1，与之前的视频相同；行是否为特征片段？</translation>
    </message>
    <message>
        <source>{video: frames a second} or {video: {&quot;fps&quot;, …}}</source>
        <translation>{视频: 每秒帧数} 或 {视频: {&quot;fps&quot;, …}}</translation>
    </message>
    <message>
        <source>holds %1 entries</source>
        <translation>含有 %1 个条目</translation>
    </message>
    <message>
        <source>%1, one a video</source>
        <translation>%1 个，每个视频一个</translation>
    </message>
    <message>
        <source>names, as |S texts</source>
        <translation>名称（|S 文本）</translation>
    </message>
    <message>
        <source>%1 videos are named without ActivityNet&apos;s &quot;v_&quot;</source>
        <translation>%1 个视频的名称没有 ActivityNet 的 &quot;v_&quot;</translation>
    </message>
    <message>
        <source>a folder that is new or empty</source>
        <translation>新的或空的文件夹</translation>
    </message>
    <message>
        <source>begins with &lt;%1&gt;</source>
        <translation>以 &lt;%1&gt; 开头</translation>
    </message>
    <message>
        <source>stopped while rendering</source>
        <translation>在生成视频时停止</translation>
    </message>
    <message>
        <source>a demo of %1 videos cannot be made</source>
        <translation>无法制作 %1 个视频的演示</translation>
    </message>
    <message>
        <source>2 to 100000 videos</source>
        <translation>2 到 100000 个视频</translation>
    </message>
    <message>
        <source>the demo&apos;s size, rate, lengths or share are out of range</source>
        <translation>演示的尺寸、帧率、长度或比例超出范围</translation>
    </message>
    <message>
        <source>at least 64x48 pixels (even), 5 frames a second, 10 s</source>
        <translation>至少 64x48 像素（偶数）、每秒 5 帧、10 秒</translation>
    </message>
    <message>
        <source>a video such as MP4, MKV, WebM, AVI or MPEG-TS</source>
        <translation>视频，如 MP4、MKV、WebM、AVI 或 MPEG-TS</translation>
    </message>
    <message>
        <source>stream %1 is no video stream</source>
        <translation>流 %1 不是视频流</translation>
    </message>
    <message>
        <source>the index of one of its video streams</source>
        <translation>其中一个视频流的序号</translation>
    </message>
    <message>
        <source>a codec that &apos;ffmpeg -decoders&apos; lists</source>
        <translation>&apos;ffmpeg -decoders&apos; 列出的编解码器</translation>
    </message>
    <message>
        <source>the decoder for %1 does not start (%2)</source>
        <translation>%1 的解码器无法启动（%2）</translation>
    </message>
    <message>
        <source>motion cannot be estimated (%1)</source>
        <translation>无法估计运动（%1）</translation>
    </message>
    <message>
        <source>the picture has another size than those before</source>
        <translation>画面尺寸与之前的不同</translation>
    </message>
    <message>
        <source>the picture has another size than the video, or no time passes</source>
        <translation>画面尺寸与视频不同，或时间没有前进</translation>
    </message>
    <message>
        <source>%1 x %2 bytes</source>
        <translation>%1 x %2 字节</translation>
    </message>
    <message>
        <source>a picture cannot be converted (%1)</source>
        <translation>无法转换画面（%1）</translation>
    </message>
    <message>
        <source>a picture cannot be written (%1)</source>
        <translation>无法写入画面（%1）</translation>
    </message>
    <message>
        <source>the video cannot be completed (%1)</source>
        <translation>无法完成视频（%1）</translation>
    </message>
    <message>
        <source>the video encoder does not start (%1)</source>
        <translation>视频编码器无法启动（%1）</translation>
    </message>
    <message>
        <source>the container cannot be made (%1)</source>
        <translation>无法建立容器（%1）</translation>
    </message>
    <message>
        <source>the video file cannot be begun (%1)</source>
        <translation>无法开始写视频文件（%1）</translation>
    </message>
    <message>
        <source>there is no memory for a picture (%1)</source>
        <translation>没有内存存放画面（%1）</translation>
    </message>
    <message>
        <source>FFmpeg knows no such container</source>
        <translation>FFmpeg 不认识这种容器</translation>
    </message>
    <message>
        <source>this FFmpeg lacks the video encoder</source>
        <translation>此 FFmpeg 没有该视频编码器</translation>
    </message>
    <message>
        <source>a name that ends in .mp4, .mkv, .avi, .webm or .ts</source>
        <translation>以 .mp4、.mkv、.avi、.webm 或 .ts 结尾的名称</translation>
    </message>
    <message>
        <source>a video of %1x%2 pixels cannot be encoded</source>
        <translation>无法编码 %1x%2 像素的视频</translation>
    </message>
    <message>
        <source>even sides and a positive frame rate</source>
        <translation>偶数的边长与正的帧率</translation>
    </message>
    <message>
        <source>cannot convert a picture of format %1</source>
        <translation>无法转换格式为 %1 的画面</translation>
    </message>
    <message>
        <source>there is no frame %1</source>
        <translation>没有第 %1 帧</translation>
    </message>
    <message>
        <source>measuring its frames was cancelled</source>
        <translation>逐帧测量已取消</translation>
    </message>
    <message>
        <source>has no video file for this video</source>
        <translation>没有此视频的文件</translation>
    </message>
    <message>
        <source>its log could not be brought into the file</source>
        <translation>无法将其日志并入文件</translation>
    </message>
    <message>
        <source>a row of %1 refers to a row of %2 that is not there</source>
        <translation>%1 中有一行引用了 %2 中不存在的行</translation>
    </message>
    <message>
        <source>%1: rows that nothing shows stay until the next opening: %2</source>
        <translation>%1：不再显示的行保留到下次打开：%2</translation>
    </message>
    <message>
        <source>%1: this disk refuses write-ahead logging; the slower rollback journal is used, and reading waits while another program writes</source>
        <translation>%1：此磁盘不支持预写日志；改用较慢的回滚日志，其他程序写入时读取需等待</translation>
    </message>
    <message>
        <source>annotations: segments with times and classes</source>
        <translation>标注：带时间和类别的片段</translation>
    </message>
    <message>
        <source>scored segments</source>
        <translation>带分数的片段</translation>
    </message>
    <message>
        <source>videos, or a table of their rates and lengths</source>
        <translation>视频，或其帧率与时长的表格</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>stopped on request</source>
        <translation>已按要求停止</translation>
    </message>
    <message>
        <source>stopped on request after step %1 of %2</source>
        <translation>已按要求在第 %1 步（共 %2 步）之后停止</translation>
    </message>
    <message>
        <source>stopped on request while making proposals</source>
        <translation>已按要求在生成提议时停止</translation>
    </message>
    <message>
        <source>stopped while extracting features</source>
        <translation>在提取特征时停止</translation>
    </message>
    <message>
        <source>stopped in the middle of a step</source>
        <translation>在一步中间停止</translation>
    </message>
    <message>
        <source>a track that an import or a run made</source>
        <translation>由导入或运行产生的轨道</translation>
    </message>
    <message>
        <source>has several %1 tracks</source>
        <translation>有多个 %1 轨道</translation>
    </message>
    <message>
        <source>has no %1 track &apos;%2&apos;</source>
        <translation>没有 %1 轨道“%2”</translation>
    </message>
    <message>
        <source>is no changed or rejected copy of a run&apos;s pseudo-label</source>
        <translation>不是运行的伪标签经修改或拒绝的副本</translation>
    </message>
    <message>
        <source>a segment that was accepted and then changed, or rejected</source>
        <translation>接受后又修改过的片段，或被拒绝的片段</translation>
    </message>
    <message>
        <source>has no score curve around the label that was corrected</source>
        <translation>在被修正的标签附近没有分数曲线</translation>
    </message>
    <message>
        <source>the files of the run beside the project</source>
        <translation>项目旁该运行的文件</translation>
    </message>
    <message>
        <source>the project does not say how the curve lies on the video</source>
        <translation>项目没有说明曲线在视频上的位置</translation>
    </message>
    <message>
        <source>classes and seconds_per_snippet of the artifact</source>
        <translation>该产物的 classes 与 seconds_per_snippet</translation>
    </message>
    <message>
        <source>the project knows no file of the curve &apos;%1&apos;</source>
        <translation>项目没有曲线“%1”的文件</translation>
    </message>
    <message>
        <source>the index of curves as the worker wrote it</source>
        <translation>训练程序所写的曲线索引</translation>
    </message>
    <message>
        <source>the index of curves does not name the video</source>
        <translation>曲线索引中没有该视频</translation>
    </message>
    <message>
        <source>the curve does not have one column a class</source>
        <translation>曲线不是每个类别一列</translation>
    </message>
    <message>
        <source>snippets × %1</source>
        <translation>特征片段 × %1</translation>
    </message>
    <message>
        <source>snippets × %1, a column a class of the project</source>
        <translation>特征片段 × %1，项目的每个类别一列</translation>
    </message>
    <message>
        <source>the curves do not have the sizes that their index names</source>
        <translation>曲线的尺寸与其索引不符</translation>
    </message>
    <message>
        <source>has %1 columns</source>
        <translation>有 %1 列</translation>
    </message>
    <message>
        <source>an id that &apos;talo show P segments&apos; lists</source>
        <translation>&apos;talo show P segments&apos; 列出的 id</translation>
    </message>
    <message>
        <source>there is no revision %1 to take back</source>
        <translation>没有可撤回的修订 %1</translation>
    </message>
    <message>
        <source>the row as the edit left it</source>
        <translation>编辑后留下的行</translation>
    </message>
    <message>
        <source>is %1 already as %2</source>
        <translation>已经是 %1，即 %2</translation>
    </message>
    <message>
        <source>is accepted already</source>
        <translation>已经接受过</translation>
    </message>
    <message>
        <source>is rejected already</source>
        <translation>已经拒绝过</translation>
    </message>
    <message>
        <source>is an ambiguous interval without a class</source>
        <translation>是没有类别的模糊区间</translation>
    </message>
    <message>
        <source>a segment with a class</source>
        <translation>有类别的片段</translation>
    </message>
    <message>
        <source>a time inside %1</source>
        <translation>%1 之内的时间</translation>
    </message>
    <message>
        <source>track %1 is not known</source>
        <translation>轨道 %1 未知</translation>
    </message>
    <message>
        <source>the track has no name</source>
        <translation>轨道没有名称</translation>
    </message>
    <message>
        <source>a name such as &apos;My labels&apos;</source>
        <translation>名称，如 &apos;My labels&apos;</translation>
    </message>
    <message>
        <source>the project has no class with the id %1</source>
        <translation>项目中没有 id 为 %1 的类别</translation>
    </message>
    <message>
        <source>the project has no video with the id %1</source>
        <translation>项目中没有 id 为 %1 的视频</translation>
    </message>
    <message>
        <source>at most %1 s</source>
        <translation>至多 %1 秒</translation>
    </message>
    <message>
        <source>has no ground truth in videos with score curves</source>
        <translation>在有分数曲线的视频中没有真值</translation>
    </message>
    <message>
        <source>a run with curves, and ground truth</source>
        <translation>有曲线的运行，以及真值</translation>
    </message>
    <message>
        <source>has several label sets &apos;%1…&apos;</source>
        <translation>有多个标签集“%1…”</translation>
    </message>
    <message>
        <source>a proposal whose run lies beside the project</source>
        <translation>运行的文件仍在项目旁的提议</translation>
    </message>
    <message>
        <source>the run&apos;s filter is not known</source>
        <translation>该运行的过滤设置未知</translation>
    </message>
    <message>
        <source>pseudo-labels that a run chose</source>
        <translation>由运行选出的伪标签</translation>
    </message>
    <message>
        <source>a %1 segment is not computed from stored data</source>
        <translation>%1 片段不是由存储的数据算出的</translation>
    </message>
    <message>
        <source>a proposal, a pseudo-label or a segment that a person made</source>
        <translation>提议、伪标签或由人标注的片段</translation>
    </message>
    <message>
        <source>revision %1 does not start from what was there</source>
        <translation>修订 %1 的起始状态与当时的内容不符</translation>
    </message>
    <message>
        <source>a history without holes</source>
        <translation>没有缺口的历史</translation>
    </message>
    <message>
        <source>no edit of it is recorded</source>
        <translation>没有它的编辑记录</translation>
    </message>
    <message>
        <source>its history ends with its deletion</source>
        <translation>它的历史以删除结束</translation>
    </message>
    <message>
        <source>a segment that a person made</source>
        <translation>由人标注的片段</translation>
    </message>
    <message>
        <source>video %1 has features of set &apos;%2&apos; already</source>
        <translation>视频 %1 已有特征集“%2”的特征</translation>
    </message>
    <message>
        <source>another name (--feature-set)</source>
        <translation>其他名称 (--feature-set)</translation>
    </message>
    <message>
        <source>exists already and is left as it is</source>
        <translation>已存在，保持原样</translation>
    </message>
    <message>
        <source>has no ground truth or nothing to compare with it</source>
        <translation>没有真值，或没有可与之比较的内容</translation>
    </message>
    <message>
        <source>ground truth, and proposals, labels or predictions</source>
        <translation>真值，以及提议、标注或预测</translation>
    </message>
    <message>
        <source>the file as the worker wrote it</source>
        <translation>训练程序写成的文件</translation>
    </message>
    <message>
        <source>the run reports a file that cannot be read: %1</source>
        <translation>运行报告了一个无法读取的文件：%1</translation>
    </message>
    <message>
        <source>%1 segments of people&apos;s labels come from run &apos;%2&apos;</source>
        <translation>人的标注中有 %1 个片段来自运行“%2”</translation>
    </message>
    <message>
        <source>to keep the run, which tells where they come from</source>
        <translation>保留该运行，它说明这些片段的来历</translation>
    </message>
    <message>
        <source>a run that is over</source>
        <translation>已结束的运行</translation>
    </message>
    <message>
        <source>there are no tracks to measure</source>
        <translation>没有可测量的轨道</translation>
    </message>
    <message>
        <source>there is no track &apos;%1&apos;</source>
        <translation>没有轨道“%1”</translation>
    </message>
    <message>
        <source>proposals, pseudo-labels, predictions or labels</source>
        <translation>提议、伪标签、预测或标注</translation>
    </message>
    <message>
        <source>has no features</source>
        <translation>没有特征</translation>
    </message>
    <message>
        <source>features from &apos;talo extract P&apos; or &apos;talo import P --kind features&apos;</source>
        <translation>由 &apos;talo extract P&apos; 或 &apos;talo import P --kind features&apos; 得到的特征</translation>
    </message>
    <message>
        <source>training video %1 has no weak label</source>
        <translation>训练视频 %1 没有弱标签</translation>
    </message>
    <message>
        <source>at least one class, from &apos;talo import P --kind weak-labels&apos; or ground truth</source>
        <translation>至少一个类别，来自 &apos;talo import P --kind weak-labels&apos; 或真值</translation>
    </message>
    <message>
        <source>has no training video with features</source>
        <translation>没有带特征的训练视频</translation>
    </message>
    <message>
        <source>videos in a training subset or split, with features</source>
        <translation>训练子集或训练划分中带特征的视频</translation>
    </message>
    <message>
        <source>a heartbeat every 2 s</source>
        <translation>每 2 秒一次心跳</translation>
    </message>
    <message>
        <source>a greeting after its start</source>
        <translation>启动后的应答</translation>
    </message>
    <message>
        <source>the worker wrote %1 lines that are no messages; the last: %2</source>
        <translation>训练程序写了 %1 行不是消息的内容；最后一行：%2</translation>
    </message>
    <message>
        <source>one JSON object a line</source>
        <translation>每行一个 JSON 对象</translation>
    </message>
    <message>
        <source>the worker broke the protocol: %1</source>
        <translation>训练程序违反了协议：%1</translation>
    </message>
    <message>
        <source>a message of job &apos;%1&apos; before it was accepted</source>
        <translation>任务“%1”被接受之前的消息</translation>
    </message>
    <message>
        <source>a message of job &apos;%1&apos; after it finished</source>
        <translation>任务“%1”完成之后的消息</translation>
    </message>
    <message>
        <source>job &apos;%1&apos; accepted twice</source>
        <translation>任务“%1”被接受两次</translation>
    </message>
    <message>
        <source>the worker did not stop when asked; sending SIGTERM</source>
        <translation>训练程序没有按要求停止；正在发送 SIGTERM</translation>
    </message>
    <message>
        <source>the worker did not stop on SIGTERM; killing it</source>
        <translation>训练程序收到 SIGTERM 后没有停止；正在强行终止</translation>
    </message>
    <message>
        <source>the worker cannot go on alone; stopping it</source>
        <translation>训练程序无法独自继续；正在停止</translation>
    </message>
    <message>
        <source>line %1 of the worker passed over: %2</source>
        <translation>略过训练程序的第 %1 行：%2</translation>
    </message>
    <message>
        <source>longer than %1 bytes</source>
        <translation>长于 %1 字节</translation>
    </message>
    <message>
        <source>the worker&apos;s %1 is unknown here and is passed over</source>
        <translation>训练程序的 %1 在此未知，已略过</translation>
    </message>
    <message>
        <source>field &apos;%1&apos; is missing</source>
        <translation>缺少字段“%1”</translation>
    </message>
    <message>
        <source>field &apos;%1&apos; is wrong</source>
        <translation>字段“%1”有误</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no message</source>
        <translation>“%1”不是消息</translation>
    </message>
    <message>
        <source>one JSON object with a &quot;type&quot; a line</source>
        <translation>每行一个带 &quot;type&quot; 的 JSON 对象</translation>
    </message>
    <message>
        <source>message &apos;%1&apos;: %2</source>
        <translation>消息“%1”：%2</translation>
    </message>
    <message>
        <source>the worker does not take messages any more: %1</source>
        <translation>训练程序不再接收消息：%1</translation>
    </message>
    <message>
        <source>was killed by signal %1 (%2)</source>
        <translation>被信号 %1（%2）终止</translation>
    </message>
    <message>
        <source>ended with exit code %1</source>
        <translation>以退出码 %1 结束</translation>
    </message>
    <message>
        <source>is not removed: it is not the folder of run &apos;%1&apos;</source>
        <translation>没有删除：它不是运行“%1”的文件夹</translation>
    </message>
    <message>
        <source>a folder with the job.json of the run</source>
        <translation>含有该运行的 job.json 的文件夹</translation>
    </message>
    <message>
        <source>cannot be removed: %1</source>
        <translation>无法删除：%1</translation>
    </message>
    <message>
        <source>the file had %1 snippets and now has %2</source>
        <translation>文件原有 %1 个特征片段，现有 %2 个</translation>
    </message>
    <message>
        <source>features that do not change during a run</source>
        <translation>运行期间不变的特征</translation>
    </message>
    <message>
        <source>a label of %1 runs from %2 to %3</source>
        <translation>%1 的一个标签从 %2 到 %3</translation>
    </message>
    <message>
        <source>finite seconds, start before end</source>
        <translation>有限的秒数，起点早于终点</translation>
    </message>
    <message>
        <source>the frame rate of %1 is not known</source>
        <translation>%1 的帧率未知</translation>
    </message>
    <message>
        <source>the video %1 has no frame rate</source>
        <translation>视频 %1 没有帧率</translation>
    </message>
    <message>
        <source>a rate above 0 for every video or for all features</source>
        <translation>每个视频或全部特征大于 0 的帧率</translation>
    </message>
    <message>
        <source>there is no video to train the student with</source>
        <translation>没有可用来训练学生模型的视频</translation>
    </message>
    <message>
        <source>at least one training video with labels</source>
        <translation>至少一个带标签的训练视频</translation>
    </message>
    <message>
        <source>the labels name %1, a video of the test split</source>
        <translation>标签中有测试集的视频 %1</translation>
    </message>
    <message>
        <source>the labels name a video that the set does not have: %1</source>
        <translation>标签中有数据集没有的视频：%1</translation>
    </message>
    <message>
        <source>the labels name a class that the set does not have: %1</source>
        <translation>标签中有数据集没有的类别：%1</translation>
    </message>
    <message>
        <source>the features of %1 have %2 rows</source>
        <translation>%1 的特征有 %2 行</translation>
    </message>
    <message>
        <source>at most %1 (student.max_sequence times max_buffer_factor)</source>
        <translation>至多 %1（student.max_sequence 乘以 max_buffer_factor）</translation>
    </message>
    <message>
        <source>there are no training videos</source>
        <translation>没有训练视频</translation>
    </message>
    <message>
        <source>the batch size is %1</source>
        <translation>每步的视频数为 %1</translation>
    </message>
    <message>
        <source>at least 1</source>
        <translation>至少 1</translation>
    </message>
    <message>
        <source>the training video %1 has no weak label</source>
        <translation>训练视频 %1 没有弱标签</translation>
    </message>
    <message>
        <source>at least one class that occurs in it</source>
        <translation>至少一个其中出现的类别</translation>
    </message>
    <message>
        <source>the video %1 has weak label %2</source>
        <translation>视频 %1 的弱标签为 %2</translation>
    </message>
    <message>
        <source>a class from 0 to %1</source>
        <translation>从 0 到 %1 的类别</translation>
    </message>
    <message>
        <source>the training videos make no pairs</source>
        <translation>训练视频无法成对</translation>
    </message>
    <message>
        <source>at least two with the same weak labels, or with no label in common</source>
        <translation>至少两个弱标签相同的视频，或没有共同标签的视频</translation>
    </message>
    <message>
        <source>the built-in descriptor has no form of %1 values</source>
        <translation>内置描述符没有 %1 个数值的形式</translation>
    </message>
    <message>
        <source>an even number from %1 to %2</source>
        <translation>从 %1 到 %2 的偶数</translation>
    </message>
    <message>
        <source>the feature grid is not usable</source>
        <translation>特征网格不可用</translation>
    </message>
    <message>
        <source>window and stride of at least one frame, 0 to 1000 frames a second</source>
        <translation>窗口和步长至少一帧，每秒 0 到 1000 帧</translation>
    </message>
    <message>
        <source>there is no generator &apos;%1&apos;</source>
        <translation>没有生成器“%1”</translation>
    </message>
    <message>
        <source>is another network than when the job was made</source>
        <translation>与建立任务时的网络不同</translation>
    </message>
    <message>
        <source>the same file</source>
        <translation>同一个文件</translation>
    </message>
    <message>
        <source>the network does not work on this input: %1</source>
        <translation>网络无法处理此输入：%1</translation>
    </message>
    <message>
        <source>it does not give one row for each</source>
        <translation>它没有为每个输入给出一行</translation>
    </message>
    <message>
        <source>a network for %1 values, as its settings say</source>
        <translation>按其设置用于 %1 个数值的网络</translation>
    </message>
    <message>
        <source>is no network that can be loaded</source>
        <translation>不是可以加载的网络</translation>
    </message>
    <message>
        <source>a TorchScript file, as torch.jit.save writes it</source>
        <translation>torch.jit.save 写成的 TorchScript 文件</translation>
    </message>
    <message>
        <source>an array of %1 is no motion</source>
        <translation>%1 的数组不是运动</translation>
    </message>
    <message>
        <source>frames x 2 x height x width, x before y</source>
        <translation>帧数 x 2 x 高 x 宽，x 在 y 前</translation>
    </message>
    <message>
        <source>it has the motion of %1 frames</source>
        <translation>它有 %1 帧的运动</translation>
    </message>
    <message>
        <source>%1 frames, or one less: as many as sample_fps takes of the video</source>
        <translation>%1 帧或少一帧：sample_fps 从视频中取的帧数</translation>
    </message>
    <message>
        <source>a checkpoint of Taloscope or of torch.save (PyTorch 1.6 or later)</source>
        <translation>Taloscope 或 torch.save（PyTorch 1.6 或更高）的检查点</translation>
    </message>
    <message>
        <source>the checkpoint cannot be written</source>
        <translation>无法写入检查点</translation>
    </message>
    <message>
        <source>a folder that may be written to and room on its disk</source>
        <translation>可以写入且磁盘有空间的文件夹</translation>
    </message>
    <message>
        <source>the checkpoint cannot be opened</source>
        <translation>无法打开检查点</translation>
    </message>
    <message>
        <source>a readable file</source>
        <translation>可读的文件</translation>
    </message>
    <message>
        <source>the weights do not fit the network (%1)</source>
        <translation>权重与网络不符（%1）</translation>
    </message>
    <message>
        <source>a checkpoint of the same network and the same settings</source>
        <translation>相同网络、相同设置的检查点</translation>
    </message>
    <message>
        <source>tensors of type %1 cannot be saved</source>
        <translation>类型为 %1 的张量无法保存</translation>
    </message>
    <message>
        <source>tensors of type &apos;%1&apos; are not known</source>
        <translation>类型为“%1”的张量未知</translation>
    </message>
    <message>
        <source>a tensor has no storage</source>
        <translation>有一个张量没有存储</translation>
    </message>
    <message>
        <source>a value is no tensor</source>
        <translation>有一个值不是张量</translation>
    </message>
    <message>
        <source>a tensor reaches beyond its stored values</source>
        <translation>有一个张量超出其存储的数值</translation>
    </message>
    <message>
        <source>the record &apos;%1&apos; is missing</source>
        <translation>缺少记录“%1”</translation>
    </message>
    <message>
        <source>the entry &apos;%1&apos; is missing</source>
        <translation>缺少条目“%1”</translation>
    </message>
    <message>
        <source>the record &apos;%1&apos; holds %2 bytes, too few for %3 values</source>
        <translation>记录“%1”有 %2 字节，不够 %3 个数值</translation>
    </message>
    <message>
        <source>the values are in big-endian order</source>
        <translation>数值为大端序</translation>
    </message>
    <message>
        <source>the file holds no dict of tensors</source>
        <translation>文件中没有张量的字典</translation>
    </message>
    <message>
        <source>the file holds no tensors</source>
        <translation>文件中没有张量</translation>
    </message>
    <message>
        <source>the file is no zip archive</source>
        <translation>文件不是 ZIP 文件</translation>
    </message>
    <message>
        <source>the archive is damaged</source>
        <translation>ZIP 文件已损坏</translation>
    </message>
    <message>
        <source>the pickled data is damaged or not a checkpoint</source>
        <translation>pickle 数据已损坏，或不是检查点</translation>
    </message>
    <message>
        <source>the pickle that torch.save writes</source>
        <translation>torch.save 写成的 pickle</translation>
    </message>
    <message>
        <source>CUDA cannot be used: %1</source>
        <translation>无法使用 CUDA：%1</translation>
    </message>
    <message>
        <source>a CUDA device, or device &quot;auto&quot; or &quot;cpu&quot;</source>
        <translation>CUDA 设备，或将设备设为 &quot;auto&quot; 或 &quot;cpu&quot;</translation>
    </message>
    <message>
        <source>libtorch&apos;s CUDA part cannot be loaded (%1); packaging/setup.sh --cuda fetches what it needs</source>
        <translation>无法加载 libtorch 的 CUDA 部分（%1）；packaging/setup.sh --cuda 可下载所需内容</translation>
    </message>
    <message>
        <source>libtorch sees no CUDA device: no NVIDIA driver or no card, or this process used libtorch before it asked for CUDA</source>
        <translation>libtorch 找不到 CUDA 设备：没有 NVIDIA 驱动或显卡，或此进程在请求 CUDA 之前已用过 libtorch</translation>
    </message>
    <message>
        <source>is not set</source>
        <translation>没有设置</translation>
    </message>
    <message>
        <source>name or address of the machine of process 0, since several machines take part</source>
        <translation>有多台机器参与，需要进程 0 所在机器的名称或地址</translation>
    </message>
    <message>
        <source>another process of this training is gone</source>
        <translation>参与此训练的另一个进程已不存在</translation>
    </message>
    <message>
        <source>SAL cannot read features of %1 columns</source>
        <translation>SAL 无法读取 %1 列的特征</translation>
    </message>
    <message>
        <source>two streams of equal width, RGB first</source>
        <translation>等宽的两路，RGB 在前</translation>
    </message>
    <message>
        <source>%1 computes wrongly: %2</source>
        <translation>%1 计算有误：%2</translation>
    </message>
    <message>
        <source>what the CPU computes in float64</source>
        <translation>CPU 以 float64 算得的结果</translation>
    </message>
    <message>
        <source>there is no ground truth of the test split to choose by</source>
        <translation>没有测试集的真值可供挑选</translation>
    </message>
    <message>
        <source>ground truth, or &quot;last&quot; or &quot;best_held_out&quot;</source>
        <translation>真值，或 &quot;last&quot; 或 &quot;best_held_out&quot;</translation>
    </message>
    <message>
        <source>a single training video cannot be held out</source>
        <translation>只有一个训练视频，无法留出</translation>
    </message>
    <message>
        <source>at least two training videos, or &quot;last&quot;</source>
        <translation>至少两个训练视频，或 &quot;last&quot;</translation>
    </message>
    <message>
        <source>cannot be emptied: %1</source>
        <translation>无法清空：%1</translation>
    </message>
    <message>
        <source>the proposals before NMS are not known</source>
        <translation>NMS 之前的提议未知</translation>
    </message>
    <message>
        <source>after_nms, or a run with the generator stage</source>
        <translation>after_nms，或包含生成器阶段的运行</translation>
    </message>
    <message>
        <source>there are proposals for the unknown video %1</source>
        <translation>含有未知视频 %1 的提议</translation>
    </message>
    <message>
        <source>proposals of the training set&apos;s videos</source>
        <translation>训练集视频的提议</translation>
    </message>
    <message>
        <source>the resume point belongs to another configuration</source>
        <translation>续训点属于另一配置</translation>
    </message>
    <message>
        <source>the configuration and labels that the run began with</source>
        <translation>该运行开始时的配置和标签</translation>
    </message>
    <message>
        <source>the student&apos;s loss is no longer a number (step %1)</source>
        <translation>学生模型的损失不再是数（第 %1 步）</translation>
    </message>
    <message>
        <source>a smaller student.learning_rate may help</source>
        <translation>减小 student.learning_rate 可能有帮助</translation>
    </message>
    <message>
        <source>another number of counters</source>
        <translation>计数器的个数不同</translation>
    </message>
    <message>
        <source>a resume file of the student</source>
        <translation>学生模型的续训文件</translation>
    </message>
    <message>
        <source>a kernel or window has an even size</source>
        <translation>有卷积核或窗口的大小为偶数</translation>
    </message>
    <message>
        <source>odd sizes</source>
        <translation>奇数的大小</translation>
    </message>
    <message>
        <source>a multiple of 16, the number of groups that are normalised</source>
        <translation>16（归一化组数）的倍数</translation>
    </message>
    <message>
        <source>a multiple of 2^(levels - 1), one level a regression range</source>
        <translation>2^(层级数 - 1) 的倍数，每个回归范围一个层级</translation>
    </message>
    <message>
        <source>it is above crop_ratio_max</source>
        <translation>大于 crop_ratio_max</translation>
    </message>
    <message>
        <source>at most the maximum</source>
        <translation>不大于最大值</translation>
    </message>
    <message>
        <source>process %1 of %2 cannot be started: %3</source>
        <translation>无法启动进程 %1（共 %2 个）：%3</translation>
    </message>
    <message>
        <source>a run folder that may be written</source>
        <translation>可以写入的运行文件夹</translation>
    </message>
    <message>
        <source>events.jsonl cannot be written any more</source>
        <translation>无法继续写入 events.jsonl</translation>
    </message>
    <message>
        <source>there is not enough memory for this job</source>
        <translation>内存不足，无法完成此任务</translation>
    </message>
    <message>
        <source>unexpected failure: %1</source>
        <translation>意外失败：%1</translation>
    </message>
    <message>
        <source>the parent wrote %1 lines that are no messages</source>
        <translation>父程序写了 %1 行不是消息的内容</translation>
    </message>
    <message>
        <source>a line is too long</source>
        <translation>有一行过长</translation>
    </message>
    <message>
        <source>a job was sent before a greeting</source>
        <translation>在应答之前收到任务</translation>
    </message>
    <message>
        <source>hello first</source>
        <translation>先打招呼（hello）</translation>
    </message>
    <message>
        <source>the worker is about to end and takes no job</source>
        <translation>训练程序即将结束，不再接受任务</translation>
    </message>
    <message>
        <source>the id &apos;%1&apos; was used before</source>
        <translation>id“%1”已用过</translation>
    </message>
    <message>
        <source>a new id for each job</source>
        <translation>每个任务使用新的 id</translation>
    </message>
    <message>
        <source>job &apos;%1&apos; is still running</source>
        <translation>任务“%1”仍在运行</translation>
    </message>
    <message>
        <source>one job at a time</source>
        <translation>一次一个任务</translation>
    </message>
    <message>
        <source>there is no job &apos;%1&apos;</source>
        <translation>没有任务“%1”</translation>
    </message>
    <message>
        <source>job &apos;%1&apos; does not run</source>
        <translation>任务“%1”没有在运行</translation>
    </message>
    <message>
        <source>%1 is unknown here and is passed over</source>
        <translation>%1 在此未知，已略过</translation>
    </message>
    <message>
        <source>tIoU %1 is out of range</source>
        <translation>tIoU %1 超出范围</translation>
    </message>
    <message>
        <source>numbers above 0, at most 1</source>
        <translation>大于 0、不大于 1 的数</translation>
    </message>
    <message>
        <source>class number %1 has no name</source>
        <translation>类别编号 %1 没有名称</translation>
    </message>
    <message>
        <source>a number of the class list</source>
        <translation>类别列表中的编号</translation>
    </message>
    <message>
        <source>the ground truth that is evaluated has no instances</source>
        <translation>所评估的真值中没有实例</translation>
    </message>
    <message>
        <source>at least one annotated instance</source>
        <translation>至少一个标注的实例</translation>
    </message>
    <message>
        <source>%1 sets with %2 weights at tIoU %3 cannot be fused</source>
        <translation>%1 个集合、%2 个权重、tIoU %3 无法融合</translation>
    </message>
    <message>
        <source>two sets or more, no weights or one above 0 for each, a tIoU above 0 and up to 1</source>
        <translation>至少两个集合；不给权重，或各给一个大于 0 的权重；tIoU 大于 0 且不大于 1</translation>
    </message>
    <message>
        <source>the characteristics do not belong to this ground truth</source>
        <translation>这些特征不属于此真值</translation>
    </message>
    <message>
        <source>one entry for each instance</source>
        <translation>每个实例一个条目</translation>
    </message>
    <message>
        <source>errors have types at a tIoU</source>
        <translation>错误类型是在某个 tIoU 下定义的</translation>
    </message>
    <message>
        <source>one tIoU or more</source>
        <translation>至少一个 tIoU</translation>
    </message>
    <message>
        <source>value %1 of the %2 is not finite</source>
        <translation>%2 的第 %1 个值不是有限值</translation>
    </message>
    <message>
        <source>finite numbers</source>
        <translation>有限的数</translation>
    </message>
    <message>
        <source>the %1 hold %2 values</source>
        <translation>%1 有 %2 个数值</translation>
    </message>
    <message>
        <source>%1 values</source>
        <translation>%1 个数值</translation>
    </message>
    <message>
        <source>score curves without snippets or classes</source>
        <translation>分数曲线没有特征片段或类别</translation>
    </message>
    <message>
        <source>at least one snippet and one class</source>
        <translation>至少一个特征片段和一个类别</translation>
    </message>
    <message>
        <source>the time grid of the score curves has no extent</source>
        <translation>分数曲线的时间网格没有范围</translation>
    </message>
    <message>
        <source>positive frame rate, stride and up-sampling factor</source>
        <translation>正的帧率、步长和上采样倍数</translation>
    </message>
    <message>
        <source>class %1 is not in the curves</source>
        <translation>曲线中没有类别 %1</translation>
    </message>
    <message>
        <source>unknown protocol &apos;%1&apos;</source>
        <translation>未知的协议“%1”</translation>
    </message>
    <message>
        <source>no video of the ground truth has subset &apos;%1&apos;</source>
        <translation>真值中没有子集为“%1”的视频</translation>
    </message>
    <message>
        <source>the ground truth holds a video twice</source>
        <translation>真值中有视频出现两次</translation>
    </message>
    <message>
        <source>every video once</source>
        <translation>每个视频一次</translation>
    </message>
    <message>
        <source>video &apos;%1&apos; is listed but the ground truth does not hold it</source>
        <translation>列出了视频“%1”，但真值中没有它</translation>
    </message>
    <message>
        <source>videos of the ground truth</source>
        <translation>真值中的视频</translation>
    </message>
    <message>
        <source>no video of the ground truth is left to compare with</source>
        <translation>没有剩下可供比较的真值视频</translation>
    </message>
    <message>
        <source>at least one listed video in the subset</source>
        <translation>子集中至少一个列出的视频</translation>
    </message>
    <message>
        <source>the ground truth has several subsets</source>
        <translation>真值有多个子集</translation>
    </message>
    <message>
        <source>--subset with one of %1</source>
        <translation>--subset 与 %1 之一</translation>
    </message>
    <message>
        <source>the score is not a number</source>
        <translation>分数不是数</translation>
    </message>
    <message>
        <source>finite numbers, start before end</source>
        <translation>有限的数，起点早于终点</translation>
    </message>
    <message>
        <source>the segment&apos;s bounds are not finite</source>
        <translation>片段的边界不是有限值</translation>
    </message>
    <message>
        <source>the segment ends before it starts (%1 &lt; %2)</source>
        <translation>片段的终点早于起点（%1 &lt; %2）</translation>
    </message>
    <message>
        <source>class not among the video&apos;s weak labels</source>
        <translation>类别不在视频的弱标签中</translation>
    </message>
    <message>
        <source>kept as the best of its video although %1</source>
        <translation>作为视频中最好的保留，尽管 %1</translation>
    </message>
    <message>
        <source>%1 %2 - %3 s, the video has %4 s</source>
        <translation>%1 %2 - %3 秒，视频长 %4 秒</translation>
    </message>
    <message>
        <source>nothing is annotated</source>
        <translation>没有任何标注</translation>
    </message>
    <message>
        <source>%1 ambiguous segments only</source>
        <translation>只有 %1 个模糊片段</translation>
    </message>
    <message>
        <source>give --durations to see which are wrong</source>
        <translation>用 --durations 给出时长，以查明哪些有误</translation>
    </message>
    <message>
        <source>give --durations, or import the videos</source>
        <translation>用 --durations 给出时长，或导入视频</translation>
    </message>
    <message>
        <source>diagnose with ties &apos;same-label&apos;</source>
        <translation>诊断时将并列设为 &apos;same-label&apos;</translation>
    </message>
    <message>
        <source>%1 s here, %2 s there</source>
        <translation>此处 %1 秒，另一处 %2 秒</translation>
    </message>
    <message>
        <source>%1 here, %2 there</source>
        <translation>此处 %1，另一处 %2</translation>
    </message>
    <message>
        <source>%1 snippets cover %2 s of %3 s</source>
        <translation>%1 个特征片段覆盖 %3 秒中的 %2 秒</translation>
    </message>
    <message>
        <source>the same as %1</source>
        <translation>与 %1 相同</translation>
    </message>
    <message>
        <source>reading or writing failed: its log cannot be locked</source>
        <translation>读写失败：无法锁定其日志</translation>
    </message>
    <message>
        <source>is damaged: its history holds a change that nobody can have made</source>
        <translation>已损坏：其历史中有一处不可能做出的更改</translation>
    </message>
    <message>
        <source>is damaged: a row of %1 refers to a row of %2 that is not there</source>
        <translation>已损坏：%1 中有一行引用了 %2 中不存在的行</translation>
    </message>
    <message>
        <source>is damaged: a row of %1 holds what cannot be</source>
        <translation>已损坏：%1 中有一行的内容不可能成立</translation>
    </message>
    <message>
        <source>labels of training videos only</source>
        <translation>只能是训练视频的标签</translation>
    </message>
    <message>
        <source>the worker was killed by signal %1 (%2) before the job was finished</source>
        <translation>训练程序在任务完成之前被信号 %1（%2）终止</translation>
    </message>
    <message>
        <source>the worker ended with exit code %1 before the job was finished</source>
        <translation>训练程序在任务完成之前以退出码 %1 结束</translation>
    </message>
    <message>
        <source>the worker was killed by signal %1 (%2) before the job was finished; it last said: %3</source>
        <translation>训练程序在任务完成之前被信号 %1（%2）终止；它最后说：%3</translation>
    </message>
    <message>
        <source>the worker ended with exit code %1 before the job was finished; it last said: %2</source>
        <translation>训练程序在任务完成之前以退出码 %1 结束；它最后说：%2</translation>
    </message>
    <message>
        <source>is still running</source>
        <translation>仍在运行</translation>
    </message>
    <message>
        <source>has no ground truth to export</source>
        <translation>没有可导出的真值</translation>
    </message>
    <message>
        <source>ground truth that was imported</source>
        <translation>已导入的真值</translation>
    </message>
    <message>
        <source>%1 cannot be written as %2</source>
        <translation>%1 无法写成 %2</translation>
    </message>
    <message>
        <source>the format %1</source>
        <translation>格式 %1</translation>
    </message>
    <message>
        <source>the search was cancelled</source>
        <translation>查找已取消</translation>
    </message>
    <message>
        <source>holds more than %1 files</source>
        <translation>包含超过 %1 个文件</translation>
    </message>
    <message>
        <source>the folder that the files were moved to</source>
        <translation>文件移动到的文件夹</translation>
    </message>
    <message>
        <source>cannot be searched: %1</source>
        <translation>无法查找：%1</translation>
    </message>
    <message>
        <source>is no folder</source>
        <translation>不是文件夹</translation>
    </message>
    <message>
        <source>has a name of too many parts</source>
        <translation>含有层级过多的名称</translation>
    </message>
    <message>
        <source>names with one dot at most, as in filter.min_score</source>
        <translation>名称最多含一个点，例如 filter.min_score</translation>
    </message>
    <message>
        <source>the project has a class &apos;%1&apos; already</source>
        <translation>项目中已有类别“%1”</translation>
    </message>
    <message>
        <source>this is no name of a class</source>
        <translation>这不是类别名称</translation>
    </message>
    <message>
        <source>one line of text</source>
        <translation>一行文字</translation>
    </message>
    <message>
        <source>the name is empty</source>
        <translation>名称为空</translation>
    </message>
    <message>
        <source>the name of a file</source>
        <translation>文件的名称</translation>
    </message>
    <message>
        <source>is packed by gzip</source>
        <translation>已用 gzip 压缩</translation>
    </message>
    <message>
        <source>is a text in UTF-16</source>
        <translation>是 UTF-16 文本</translation>
    </message>
    <message>
        <source>files of %1 runs spell the class &apos;%2&apos;</source>
        <translation>%1 次运行的文件中写有类别“%2”</translation>
    </message>
    <message>
        <source>a project without runs and score curves; a new class and relabelled segments do the same</source>
        <translation>没有运行和分数曲线的项目；新建类别并给片段改类可达到同样目的</translation>
    </message>
    <message>
        <source>%1 segments use the class &apos;%2&apos;</source>
        <translation>%1 个片段使用类别“%2”</translation>
    </message>
    <message>
        <source>%1 videos have the class &apos;%2&apos; as a label</source>
        <translation>%1 个视频以类别“%2”为标签</translation>
    </message>
    <message>
        <source>%1 segments of label sets use the class &apos;%2&apos;</source>
        <translation>标签集中有 %1 个片段使用类别“%2”</translation>
    </message>
    <message>
        <source>%1 edits that undo can bring back use the class &apos;%2&apos;</source>
        <translation>%1 次可由撤销恢复的编辑使用类别“%2”</translation>
    </message>
    <message>
        <source>a class that nothing uses</source>
        <translation>未被使用的类别</translation>
    </message>
    <message>
        <source>the ground truth has no instance in a test video: nothing is evaluated there</source>
        <translation>测试视频的真值没有任何片段：不对其进行评测</translation>
    </message>
    <message>
        <source>the record &apos;%1&apos; holds %2 bytes, no whole number of values</source>
        <translation>记录“%1”有 %2 字节，不是整数个数值</translation>
    </message>
    <message>
        <source>a resume file of the generator</source>
        <translation>生成器的续训文件</translation>
    </message>
    <message>
        <source>&quot;video start end class score&quot;, times in seconds, the class by its number</source>
        <translation>&quot;视频 起点 终点 类别 分数&quot;，时间以秒为单位，类别用编号</translation>
    </message>
    <message>
        <source>the number of a known class among UCF-101&apos;s</source>
        <translation>UCF-101 中某个已知类别的编号</translation>
    </message>
    <message>
        <source>CUDA cannot be used: the worker finds no device for it; &apos;taloscope-worker probe&apos; tells why</source>
        <translation>无法使用 CUDA：训练程序找不到可用的设备；&apos;taloscope-worker probe&apos; 会说明原因</translation>
    </message>
    <message>
        <source>start, end and class, with commas between them</source>
        <translation>起点、终点和类别，以逗号分隔</translation>
    </message>
    <message>
        <source>is no region</source>
        <translation>不是区域</translation>
    </message>
    <message>
        <source>start, value, duration and class, with commas between them</source>
        <translation>起点、数值、时长和类别，以逗号分隔</translation>
    </message>
    <message>
        <source>has a scheme of type &apos;%1&apos;, stored as &apos;%2&apos;</source>
        <translation>其方案的类型为“%1”，存储方式为“%2”</translation>
    </message>
    <message>
        <source>DISCRETE or FREE, stored as ASCII</source>
        <translation>DISCRETE 或 FREE，以 ASCII 存储</translation>
    </message>
    <message>
        <source>the number of a class of the scheme</source>
        <translation>方案中某个类别的编号</translation>
    </message>
    <message>
        <source>VIA 3, Label Studio, ELAN, Audacity, CVAT, Vidat, FiftyOne, WebVTT, SRT, DeepEthogram, X-AnyLabeling, BORIS, NOVA, Sonic Visualiser or LosslessCut</source>
        <translation>VIA 3、Label Studio、ELAN、Audacity、CVAT、Vidat、FiftyOne、WebVTT、SRT、DeepEthogram、X-AnyLabeling、BORIS、NOVA、Sonic Visualiser 或 LosslessCut</translation>
    </message>
    <message>
        <source>is a project or another database, which is not replaced</source>
        <translation>是项目或其他数据库，不会被替换</translation>
    </message>
    <message>
        <source>the networks and settings that made it, or another name</source>
        <translation>生成该特征集时所用的网络和设置，或另取名称</translation>
    </message>
    <message>
        <source>is another motion than when the job was made</source>
        <translation>与建立任务时的运动数据不同</translation>
    </message>
    <message>
        <source>%1 holds no ambiguous intervals: %2 are left out</source>
        <translation>%1 无法保存模糊区间：已略去 %2 个</translation>
    </message>
    <message>
        <source>%1 labels end up to %2 s after their video and were cut at its end</source>
        <translation>%1 个标签的结束时间超出视频末尾不到 %2 秒，已截至视频末尾</translation>
    </message>
    <message>
        <source>%1 ambiguous intervals were left out: a label has a class</source>
        <translation>已略去 %1 个模糊区间：标签必须有类别</translation>
    </message>
</context>
<context>
    <name>ui::common::Counted</name>
    <message numerus="yes">
        <source>%1 video(s)</source>
        <translation>
            <numerusform>%1 个视频</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 instance(s)</source>
        <translation>
            <numerusform>%1 个实例</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 label(s)</source>
        <translation>
            <numerusform>%1 个标签</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 prediction(s)</source>
        <translation>
            <numerusform>%1 个预测</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 proposal(s)</source>
        <translation>
            <numerusform>%1 个提议</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 segment(s)</source>
        <translation>
            <numerusform>%1 个片段</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::dialogs::AboutDialog</name>
    <message>
        <source>About Taloscope</source>
        <translation>关于 Taloscope</translation>
    </message>
    <message>
        <source>Taloscope %1</source>
        <translation>Taloscope %1</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>See which pseudo-labels of weakly-supervised temporal action localization are wrong, why, and what fixing them buys.</source>
        <translation>看清弱监督时序动作定位的哪些伪标签有误、原因何在，以及修正后能提升多少。</translation>
    </message>
    <message>
        <source>Free software under the GNU General Public License, version 3 or later. It comes without any warranty.</source>
        <translation>自由软件，遵循 GNU 通用公共许可证第 3 版或更高版本。不提供任何担保。</translation>
    </message>
    <message>
        <source>Made with</source>
        <translation>所用的库</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>ui::dialogs::DecisionRow</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>ui::dialogs::DemoDialog</name>
    <message>
        <source>Try the demo</source>
        <translation>试用演示</translation>
    </message>
    <message>
        <source>Folder of the demo</source>
        <translation>演示的文件夹</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Make the demo</source>
        <translation>制作演示</translation>
    </message>
    <message>
        <source>Open the demo</source>
        <translation>打开演示</translation>
    </message>
    <message>
        <source>The demo could not be made. %1</source>
        <translation>未能制作演示。%1</translation>
    </message>
    <message>
        <source>Renders 120 small videos of drawn figures, computes features from their pixels and trains the three stages. Takes a few minutes on the CPU and 100 MB.</source>
        <translation>生成 120 个由绘制图形组成的小视频，由像素计算特征并训练三个阶段。在 CPU 上需几分钟，占用 100 MB。</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
</context>
<context>
    <name>ui::dialogs::ExportDialog</name>
    <message>
        <source>My labels, and pseudo-labels that nobody corrected</source>
        <translation>我的标注，以及无人修正的伪标签</translation>
    </message>
    <message>
        <source>Pseudo-labels as the filter kept them</source>
        <translation>过滤保留的伪标签</translation>
    </message>
    <message>
        <source>Predictions of a student</source>
        <translation>学生模型的预测</translation>
    </message>
    <message>
        <source>Raw proposals</source>
        <translation>原始提议</translation>
    </message>
    <message>
        <source>Ground truth</source>
        <translation>真值</translation>
    </message>
    <message>
        <source>List of the feature files</source>
        <translation>特征文件列表</translation>
    </message>
    <message>
        <source>ActivityNet, annotations</source>
        <translation>ActivityNet，标注</translation>
    </message>
    <message>
        <source>ActivityNet, results with scores</source>
        <translation>ActivityNet，带分数的结果</translation>
    </message>
    <message>
        <source>ActionFormer, annotations</source>
        <translation>ActionFormer，标注</translation>
    </message>
    <message>
        <source>ActionFormer, results with scores</source>
        <translation>ActionFormer，带分数的结果</translation>
    </message>
    <message>
        <source>FuSTAL&apos;s proposals, to retrain with its code</source>
        <translation>FuSTAL 的提议，用其代码重新训练</translation>
    </message>
    <message>
        <source>Table (CSV)</source>
        <translation>表格 (CSV)</translation>
    </message>
    <message>
        <source>THUMOS&apos;14, text</source>
        <translation>THUMOS&apos;14，文本</translation>
    </message>
    <message>
        <source>%1 · a folder, one file a video</source>
        <translation>%1 · 文件夹，每个视频一个文件</translation>
    </message>
    <message>
        <source>What is written</source>
        <translation>写出的内容</translation>
    </message>
    <message>
        <source>Label set, run or import</source>
        <translation>标签集、运行或导入</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Export from %1</source>
        <translation>从 %1 导出</translation>
    </message>
    <message>
        <source>File or folder to write</source>
        <translation>要写出的文件或文件夹</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>To</source>
        <translation>到</translation>
    </message>
    <message>
        <source>as they are now</source>
        <translation>当前的样子</translation>
    </message>
    <message>
        <source>label set “%1”</source>
        <translation>标签集“%1”</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>来自</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>all videos</source>
        <translation>全部视频</translation>
    </message>
    <message>
        <source>videos that are done</source>
        <translation>已完成的视频</translation>
    </message>
    <message>
        <source>training split</source>
        <translation>训练集</translation>
    </message>
    <message>
        <source>test split</source>
        <translation>测试集</translation>
    </message>
    <message>
        <source>only %1</source>
        <translation>仅 %1</translation>
    </message>
    <message>
        <source>Files of this format (*%1)</source>
        <translation>此格式的文件 (*%1)</translation>
    </message>
    <message>
        <source>Choose where to write.</source>
        <translation>请选择写到哪里。</translation>
    </message>
    <message>
        <source>There is no folder %1.</source>
        <translation>没有文件夹 %1。</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>正在写…</translation>
    </message>
    <message numerus="yes">
        <source>Wrote the places of %n file(s) to %1.</source>
        <translation>
            <numerusform>已将 %n 个文件的位置写入 %1。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Wrote %n segment(s) to %1.</source>
        <translation>
            <numerusform>已将 %n 个片段写入 %1。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::dialogs::ExtractDialog</name>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Compute features</source>
        <translation>计算特征</translation>
    </message>
    <message>
        <source>What computes the features</source>
        <translation>用什么计算特征</translation>
    </message>
    <message>
        <source>the built-in descriptor, a baseline</source>
        <translation>内置描述符（基线）</translation>
    </message>
    <message>
        <source>a network of mine (TorchScript)</source>
        <translation>我的网络 (TorchScript)</translation>
    </message>
    <message>
        <source>File of the network</source>
        <translation>网络文件</translation>
    </message>
    <message>
        <source>net.pt, with net.toml beside it</source>
        <translation>net.pt，旁边是 net.toml</translation>
    </message>
    <message>
        <source>By</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Computes the features that training needs from the pictures of all videos that have none yet. A TorchScript file is a program: use only those that you trust.</source>
        <translation>从所有尚无特征的视频的画面计算训练所需的特征。TorchScript 文件是程序：只使用您信任的文件。</translation>
    </message>
    <message>
        <source>TorchScript (*.pt *.pth)</source>
        <translation>TorchScript (*.pt *.pth)</translation>
    </message>
    <message>
        <source>Compute</source>
        <translation>计算</translation>
    </message>
    <message>
        <source>The features could not be computed. %1</source>
        <translation>无法计算特征。%1</translation>
    </message>
</context>
<context>
    <name>ui::dialogs::GoToTimeDialog</name>
    <message>
        <source>Go to time</source>
        <translation>转到时间</translation>
    </message>
    <message>
        <source>Time or frame</source>
        <translation>时间或帧</translation>
    </message>
    <message>
        <source>Seconds, mm:ss.mmm, or f and a frame: 83.5, 1:23.500, f2087</source>
        <translation>秒、mm:ss.mmm，或 f 加帧号：83.5、1:23.500、f2087</translation>
    </message>
    <message>
        <source>Go</source>
        <translation>转到</translation>
    </message>
    <message>
        <source>This is no time.</source>
        <translation>这不是时间。</translation>
    </message>
</context>
<context>
    <name>ui::dialogs::ImportDialog</name>
    <message>
        <source>Import into %1</source>
        <translation>导入到 %1</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message numerus="yes">
        <source>Import without %n file(s)</source>
        <translation>
            <numerusform>导入，略过 %n 个文件</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Imported: %1</source>
        <translation>已导入：%1</translation>
    </message>
    <message>
        <source>Importing…</source>
        <translation>正在导入…</translation>
    </message>
</context>
<context>
    <name>ui::dialogs::ImportPanel</name>
    <message numerus="yes">
        <source>%n video(s)</source>
        <translation>
            <numerusform>%n 个视频</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n segment(s)</source>
        <translation>
            <numerusform>%n 个片段</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n class(es)</source>
        <translation>
            <numerusform>%n 个类别</numerusform>
        </translation>
    </message>
    <message>
        <source>Opening videos</source>
        <translation>正在打开视频</translation>
    </message>
    <message>
        <source>Checking features</source>
        <translation>正在检查特征</translation>
    </message>
    <message>
        <source>Reading files</source>
        <translation>正在读取文件</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>Table of videos</source>
        <translation>视频表</translation>
    </message>
    <message>
        <source>Ground truth</source>
        <translation>真值</translation>
    </message>
    <message>
        <source>My labels</source>
        <translation>我的标注</translation>
    </message>
    <message>
        <source>Weak labels</source>
        <translation>弱标签</translation>
    </message>
    <message>
        <source>Training split</source>
        <translation>训练集</translation>
    </message>
    <message>
        <source>Test split</source>
        <translation>测试集</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>特征</translation>
    </message>
    <message>
        <source>Raw proposals</source>
        <translation>原始提议</translation>
    </message>
    <message>
        <source>Pseudo-labels</source>
        <translation>伪标签</translation>
    </message>
    <message>
        <source>Predictions</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Not understood</source>
        <translation>无法识别</translation>
    </message>
    <message>
        <source>Add &amp;files…</source>
        <translation>添加文件(&amp;F)…</translation>
    </message>
    <message>
        <source>Add f&amp;older…</source>
        <translation>添加文件夹(&amp;O)…</translation>
    </message>
    <message>
        <source>Videos, annotations, features, proposals or predictions; or drop them here.</source>
        <translation>视频、标注、特征、提议或预测；也可拖放到此处。</translation>
    </message>
    <message>
        <source>What would be imported</source>
        <translation>将要导入的内容</translation>
    </message>
    <message>
        <source>Import as</source>
        <translation>导入为</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>识别结果</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Videos and classes that the project does not know</source>
        <translation>项目中没有的视频和类别</translation>
    </message>
    <message>
        <source>Stop and say which</source>
        <translation>停止并说明</translation>
    </message>
    <message>
        <source>Leave them out</source>
        <translation>略过</translation>
    </message>
    <message>
        <source>Add them</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>&amp;Videos and classes that the project does not know:</source>
        <translation>项目中没有的视频和类别(&amp;V)：</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Name of the feature set</source>
        <translation>特征集名称</translation>
    </message>
    <message>
        <source>Frames from one snippet to the next</source>
        <translation>相邻特征片段间隔的帧数</translation>
    </message>
    <message>
        <source>Frames that a snippet sees</source>
        <translation>每个特征片段覆盖的帧数</translation>
    </message>
    <message>
        <source>the video&apos;s own</source>
        <translation>与视频相同</translation>
    </message>
    <message>
        <source>Frames a second that the extractor saw</source>
        <translation>提取特征时的帧率</translation>
    </message>
    <message>
        <source>Order of the axes in the files</source>
        <translation>文件中各轴的顺序</translation>
    </message>
    <message>
        <source>snippets × values</source>
        <translation>特征片段 × 数值</translation>
    </message>
    <message>
        <source>values × snippets</source>
        <translation>数值 × 特征片段</translation>
    </message>
    <message>
        <source>Features:</source>
        <translation>特征：</translation>
    </message>
    <message>
        <source>stride</source>
        <translation>步长</translation>
    </message>
    <message>
        <source>window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>frames/s</source>
        <translation>帧/秒</translation>
    </message>
    <message>
        <source>files hold</source>
        <translation>文件内容</translation>
    </message>
    <message>
        <source>Files to import</source>
        <translation>要导入的文件</translation>
    </message>
    <message>
        <source>Everything that can be imported (*.mp4 *.mkv *.avi *.mov *.webm *.m4v *.mpg *.mpeg *.ts *.ogv *.wmv *.flv *.3gp *.json *.csv *.txt *.npy);;All files (*)</source>
        <translation>可导入的所有文件 (*.mp4 *.mkv *.avi *.mov *.webm *.m4v *.mpg *.mpeg *.ts *.ogv *.wmv *.flv *.3gp *.json *.csv *.txt *.npy);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Folder to import</source>
        <translation>要导入的文件夹</translation>
    </message>
    <message>
        <source>cannot be imported</source>
        <translation>无法导入</translation>
    </message>
    <message numerus="yes">
        <source>%n new video(s)</source>
        <translation>
            <numerusform>%n 个新视频</numerusform>
        </translation>
    </message>
    <message>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>略过</translation>
    </message>
    <message>
        <source>Nothing was added yet.</source>
        <translation>尚未添加任何内容。</translation>
    </message>
    <message>
        <source>The files are being looked through.</source>
        <translation>正在检查文件。</translation>
    </message>
    <message>
        <source>Nothing of this can be imported.</source>
        <translation>这些内容都无法导入。</translation>
    </message>
    <message>
        <source>Untick what cannot be imported, or import it as something else.</source>
        <translation>请取消勾选无法导入的内容，或改按其他类型导入。</translation>
    </message>
</context>
<context>
    <name>ui::dialogs::KeySheet</name>
    <message>
        <source>All keys</source>
        <translation>全部按键</translation>
    </message>
    <message>
        <source>Search commands and keys</source>
        <translation>搜索命令和按键</translation>
    </message>
    <message>
        <source>Commands by menu</source>
        <translation>按菜单排列的命令</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>作用</translation>
    </message>
</context>
<context>
    <name>ui::dialogs::ManualWindow</name>
    <message>
        <source>Manual</source>
        <translation>手册</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>The manual is not installed: there is no file %1.</source>
        <translation>未安装手册：没有文件 %1。</translation>
    </message>
</context>
<context>
    <name>ui::dialogs::NewProjectDialog</name>
    <message>
        <source>New project</source>
        <translation>新建项目</translation>
    </message>
    <message>
        <source>Create project</source>
        <translation>创建项目</translation>
    </message>
    <message>
        <source>project</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>Project file</source>
        <translation>项目文件</translation>
    </message>
    <message>
        <source>Taloscope projects (*.talo)</source>
        <translation>Taloscope 项目 (*.talo)</translation>
    </message>
    <message>
        <source>The project is being made.</source>
        <translation>正在创建项目。</translation>
    </message>
    <message>
        <source>There is a file %1 already; choose another name.</source>
        <translation>文件 %1 已存在；请换一个名称。</translation>
    </message>
    <message>
        <source>There is no folder %1.</source>
        <translation>没有文件夹 %1。</translation>
    </message>
    <message numerus="yes">
        <source>Create without %n file(s)</source>
        <translation>
            <numerusform>创建，略过 %n 个文件</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::dialogs::PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Appearance and person</source>
        <translation>外观与个人</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>name of the login</source>
        <translation>登录名</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>Your &amp;name</source>
        <translation>您的姓名(&amp;N)</translation>
    </message>
    <message>
        <source>The history of a project says who made an edit.</source>
        <translation>项目的历史记录会写明修改者。</translation>
    </message>
    <message>
        <source>Player</source>
        <translation>播放器</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source> frames</source>
        <translation> 帧</translation>
    </message>
    <message>
        <source>Play the &amp;sound of a video</source>
        <translation>播放视频的声音(&amp;S)</translation>
    </message>
    <message>
        <source>Memory for &amp;pictures</source>
        <translation>画面缓存(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Bigger step</source>
        <translation>大步长(&amp;B)</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Chosen in the run dialog</source>
        <translation>在运行对话框中选择</translation>
    </message>
    <message>
        <source>the best one there is</source>
        <translation>可用的最佳设备</translation>
    </message>
    <message>
        <source>taloscope-worker beside this program</source>
        <translation>程序旁的 taloscope-worker</translation>
    </message>
    <message>
        <source>Default &amp;recipe</source>
        <translation>默认配方(&amp;R)</translation>
    </message>
    <message>
        <source>Default &amp;device</source>
        <translation>默认设备(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Worker command</source>
        <translation>训练程序命令(&amp;W)</translation>
    </message>
    <message>
        <source>For a worker on another machine, for instance: ssh host taloscope-worker serve</source>
        <translation>在另一台机器上训练，例如：ssh host taloscope-worker serve</translation>
    </message>
    <message>
        <source>Further runs wait in the queue. Runs that train together share the processor and its memory.</source>
        <translation>其余运行在队列中等待。同时训练的运行共用处理器和内存。</translation>
    </message>
    <message>
        <source>Runs at the &amp;same time</source>
        <translation>同时训练的运行(&amp;S)</translation>
    </message>
</context>
<context>
    <name>ui::dialogs::ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Search commands and keys</source>
        <translation>搜索命令和按键</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>新按键</translation>
    </message>
    <message>
        <source>Use this key</source>
        <translation>使用此键</translation>
    </message>
    <message>
        <source>Add this key</source>
        <translation>添加此键</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>无按键</translation>
    </message>
    <message>
        <source>As delivered</source>
        <translation>恢复默认</translation>
    </message>
    <message>
        <source>Press a key:</source>
        <translation>请按键：</translation>
    </message>
    <message>
        <source>All as delivered</source>
        <translation>全部恢复默认</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>%1 is the key of “%2”, which would lose it.</source>
        <translation>%1 是“%2”的按键，将不再属于它。</translation>
    </message>
</context>
<context>
    <name>ui::dialogs::TaloDialog</name>
    <message>
        <source>%1 cannot be started: %2.</source>
        <translation>无法启动 %1：%2。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>Rendering videos</source>
        <translation>正在渲染视频</translation>
    </message>
    <message>
        <source>Computing features</source>
        <translation>正在计算特征</translation>
    </message>
    <message>
        <source>Training: %1</source>
        <translation>正在训练：%1</translation>
    </message>
    <message>
        <source>%1, about %2 left</source>
        <translation>%1，还剩约 %2</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>正在停止</translation>
    </message>
</context>
<context>
    <name>ui::edit::ClassChooser</name>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Class, or the name of a new one</source>
        <translation>类别，或新类别的名称</translation>
    </message>
    <message>
        <source>New class “%1”</source>
        <translation>新类别“%1”</translation>
    </message>
    <message>
        <source>Rename the class…</source>
        <translation>重命名类别…</translation>
    </message>
    <message>
        <source>Remove the class</source>
        <translation>删除类别</translation>
    </message>
</context>
<context>
    <name>ui::edit::HistoryPanel</name>
    <message>
        <source>Undo: %1</source>
        <translation>撤销：%1</translation>
    </message>
    <message>
        <source>Redo: %1</source>
        <translation>重做：%1</translation>
    </message>
    <message>
        <source>Restore as of this revision</source>
        <translation>恢复到此修订</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Revision</source>
        <translation>修订</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Brings every label back to what it was right after this revision. Undo takes it back.</source>
        <translation>将每个标注恢复到此修订之后的样子。可以撤销。</translation>
    </message>
</context>
<context>
    <name>ui::edit::LabelDrawing</name>
    <message>
        <source>Start marked at %1. O marks the end, Enter makes the label.</source>
        <translation>起点已标在 %1。按 O 标记终点，按 Enter 生成标注。</translation>
    </message>
    <message>
        <source>End marked at %1. Enter makes the label.</source>
        <translation>终点已标在 %1。按 Enter 生成标注。</translation>
    </message>
    <message>
        <source>End marked at %1. I marks the start.</source>
        <translation>终点已标在 %1。按 I 标记起点。</translation>
    </message>
    <message>
        <source>The label would be empty: move the playhead, then press O or Enter.</source>
        <translation>标注长度为零：请移动播放头，再按 O 或 Enter。</translation>
    </message>
    <message>
        <source>Painting from %1.</source>
        <translation>从 %1 开始标注。</translation>
    </message>
</context>
<context>
    <name>ui::edit::LabelEditor</name>
    <message>
        <source>Nothing is selected, and none of your labels is at the playhead.</source>
        <translation>未选择任何内容，播放头处也没有您的标注。</translation>
    </message>
    <message>
        <source>Nothing was changed. %1</source>
        <translation>未作任何更改。%1</translation>
    </message>
    <message>
        <source>Saved · %1</source>
        <translation>已保存 · %1</translation>
    </message>
    <message>
        <source>The playhead is not inside the selected segment.</source>
        <translation>播放头不在所选片段内。</translation>
    </message>
    <message>
        <source>No later segment of this class to merge with.</source>
        <translation>后面没有可合并的同类片段。</translation>
    </message>
    <message>
        <source>New segments are %1.</source>
        <translation>新片段的类别为 %1。</translation>
    </message>
    <message>
        <source>Select a segment to copy it to another lane.</source>
        <translation>请先选择一个片段再复制到其他轨道。</translation>
    </message>
    <message>
        <source>No lane above can be edited.</source>
        <translation>上方没有可编辑的轨道。</translation>
    </message>
    <message>
        <source>No lane below can be edited.</source>
        <translation>下方没有可编辑的轨道。</translation>
    </message>
    <message numerus="yes">
        <source>Copied %n segments</source>
        <translation>
            <numerusform>复制了 %n 个片段</numerusform>
        </translation>
    </message>
    <message>
        <source>The project has no classes yet. Choose Labels, Class and type the name of the first.</source>
        <translation>项目中还没有类别。请选择菜单“标注”中的“类别”，输入第一个类别的名称。</translation>
    </message>
    <message>
        <source>The project has no class number %1.</source>
        <translation>项目中没有第 %1 个类别。</translation>
    </message>
    <message>
        <source>Nothing of this project was copied.</source>
        <translation>尚未复制本项目中的任何内容。</translation>
    </message>
    <message>
        <source>%1 is called %2 now.</source>
        <translation>%1 现在名为 %2。</translation>
    </message>
    <message>
        <source>The project has no class %1 any more.</source>
        <translation>项目中不再有类别 %1。</translation>
    </message>
</context>
<context>
    <name>ui::edit::LabelHistory</name>
    <message>
        <source>Nothing to undo.</source>
        <translation>没有可撤销的编辑。</translation>
    </message>
    <message>
        <source>Nothing to redo.</source>
        <translation>没有可重做的编辑。</translation>
    </message>
    <message>
        <source>Taken back: %1</source>
        <translation>已撤销：%1</translation>
    </message>
    <message>
        <source>Done again: %1</source>
        <translation>已重做：%1</translation>
    </message>
    <message>
        <source>Label set “%1” is kept: %2.</source>
        <translation>标签集“%1”已保存：%2。</translation>
    </message>
</context>
<context>
    <name>ui::edit::LabelReview</name>
    <message>
        <source>Select a segment to accept or reject it.</source>
        <translation>请先选择一个片段再接受或拒绝。</translation>
    </message>
    <message>
        <source>Accepted already.</source>
        <translation>已经接受过。</translation>
    </message>
    <message>
        <source>Rejected already.</source>
        <translation>已经拒绝过。</translation>
    </message>
    <message>
        <source>Accepted. That was the last segment of this lane.</source>
        <translation>已接受。这是该轨道的最后一个片段。</translation>
    </message>
</context>
<context>
    <name>ui::edit::SegmentInspector</name>
    <message>
        <source>Nothing is selected. Click a segment in the timeline, or press Tab to walk through the active lane.</source>
        <translation>未选择片段。请在时间轴中点击片段，或按 Tab 在当前轨道中逐个选择。</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>End</source>
        <translation>终点</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>分数</translation>
    </message>
    <message>
        <source>Overlap with GT</source>
        <translation>与真值的重叠</translation>
    </message>
    <message>
        <source>tIoU %1</source>
        <translation>tIoU %1</translation>
    </message>
    <message>
        <source>annotation file</source>
        <translation>标注文件</translation>
    </message>
    <message>
        <source>a person</source>
        <translation>人工</translation>
    </message>
    <message>
        <source>Came from</source>
        <translation>来自</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>刚刚</translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation>%1 分钟前</translation>
    </message>
    <message>
        <source>%1 h ago</source>
        <translation>%1 小时前</translation>
    </message>
    <message>
        <source>ground truth</source>
        <translation>真值</translation>
    </message>
    <message>
        <source>raw proposal</source>
        <translation>原始提议</translation>
    </message>
    <message>
        <source>pseudo-label</source>
        <translation>伪标签</translation>
    </message>
    <message>
        <source>prediction</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>label</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>Accept and next</source>
        <translation>接受并转到下一个</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Add a note…</source>
        <translation>添加备注…</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>frame %1</source>
        <translation>帧 %1</translation>
    </message>
    <message>
        <source>  (was %1)</source>
        <translation>（原为 %1）</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>编辑</translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n edits</source>
        <translation>
            <numerusform>%1 · %n 次编辑</numerusform>
        </translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>尚无</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>已接受</translation>
    </message>
    <message>
        <source>copied as a draft</source>
        <translation>已复制为草稿</translation>
    </message>
    <message>
        <source>Rejected by</source>
        <translation>拒绝原因</translation>
    </message>
    <message>
        <source>Says that the segment is right, and selects the next one.</source>
        <translation>认定该片段正确，并选择下一个。</translation>
    </message>
    <message>
        <source>Says that the segment is wrong.</source>
        <translation>认定该片段错误。</translation>
    </message>
    <message numerus="yes">
        <source> · %1 frame(s)</source>
        <translation>
            <numerusform> · %1 帧</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::edit::SegmentWalk</name>
    <message>
        <source>No later edge in this lane.</source>
        <translation>该轨道后面没有边缘。</translation>
    </message>
    <message>
        <source>No earlier edge in this lane.</source>
        <translation>该轨道前面没有边缘。</translation>
    </message>
    <message>
        <source>No segment is selected or at the playhead.</source>
        <translation>未选择片段，播放头处也没有片段。</translation>
    </message>
</context>
<context>
    <name>ui::edit::SnapTexts</name>
    <message>
        <source>the feature grid</source>
        <translation>特征网格</translation>
    </message>
    <message>
        <source>the playhead</source>
        <translation>播放头</translation>
    </message>
    <message>
        <source>the curve at %1</source>
        <translation>曲线的 %1</translation>
    </message>
    <message>
        <source>a peak of the curve</source>
        <translation>曲线的峰值</translation>
    </message>
</context>
<context>
    <name>ui::edit::TimeField</name>
    <message>
        <source>A time such as 51.5 or 1:23.400</source>
        <translation>时间，例如 51.5 或 1:23.400</translation>
    </message>
</context>
<context>
    <name>ui::jobs::FuseDialog</name>
    <message>
        <source>Fuse proposals of runs</source>
        <translation>融合多个运行的提议</translation>
    </message>
    <message>
        <source>Weight of %1</source>
        <translation>%1 的权重</translation>
    </message>
    <message>
        <source>As they are</source>
        <translation>保持原值</translation>
    </message>
    <message>
        <source>By rank, for scores of different scales</source>
        <translation>按名次（用于尺度不同的分数）</translation>
    </message>
    <message>
        <source>Quality of each input and of the result</source>
        <translation>各输入与结果的质量</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>试算</translation>
    </message>
    <message>
        <source>Shows what comes of it; the project stays as it is.</source>
        <translation>显示结果；项目保持不变。</translation>
    </message>
    <message>
        <source>Add to the project</source>
        <translation>加入项目</translation>
    </message>
    <message>
        <source>Proposals of</source>
        <translation>提议来自</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Overlap (tIoU) that makes proposals one</source>
        <translation>合并提议所需的重叠度（tIoU）</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>分数</translation>
    </message>
    <message>
        <source>Name of the result</source>
        <translation>结果名称</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Proposals of the same class that overlap become one: bounds and score are weighted means, and what only one generator sees falls behind what several do.</source>
        <translation>同类且重叠的提议合为一个：边界与分数取加权平均；只有一个生成器提出的，排在多个生成器一致的之后。</translation>
    </message>
    <message>
        <source>Choose the proposals of two runs or more.</source>
        <translation>请选择至少两个运行的提议。</translation>
    </message>
    <message>
        <source>The result needs a name.</source>
        <translation>结果需要名称。</translation>
    </message>
    <message>
        <source>The project has proposals of this name already.</source>
        <translation>项目中已有同名的提议。</translation>
    </message>
    <message>
        <source>%1 is in the project: the filter can take it.</source>
        <translation>%1 已加入项目，可供过滤使用。</translation>
    </message>
    <message>
        <source>Proposals</source>
        <translation>提议</translation>
    </message>
    <message>
        <source>number</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>mAP % at 0.5</source>
        <translation>mAP %，tIoU 0.5</translation>
    </message>
    <message>
        <source>mAP % at 0.1:0.7</source>
        <translation>mAP %，tIoU 0.1:0.7</translation>
    </message>
    <message>
        <source>fused</source>
        <translation>融合结果</translation>
    </message>
    <message>
        <source>of %1 generators: %2</source>
        <translation>来自 %1 个生成器：%2</translation>
    </message>
    <message>
        <source>Fused proposals with members %1.</source>
        <translation>融合后的提议，%1。</translation>
    </message>
</context>
<context>
    <name>ui::jobs::JobCard</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Progress of the stage</source>
        <translation>阶段进度</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Log of the run</source>
        <translation>运行日志</translation>
    </message>
    <message>
        <source>%1: %2 of %3 · %4</source>
        <translation>%1：%2 / %3 · %4</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>正在取消…</translation>
    </message>
    <message>
        <source>Kill now</source>
        <translation>立即结束</translation>
    </message>
    <message>
        <source>Ends the worker at once. What it computed since its last resume point is lost.</source>
        <translation>立即结束训练程序。上个续训点之后的计算将丢失。</translation>
    </message>
    <message>
        <source>mAP, test split</source>
        <translation>mAP，测试集</translation>
    </message>
    <message>
        <source>Measured as %1 on the test split</source>
        <translation>在测试集上按 %1 测量</translation>
    </message>
</context>
<context>
    <name>ui::jobs::JobPanel</name>
    <message>
        <source>No runs yet.</source>
        <translation>尚无运行。</translation>
    </message>
    <message>
        <source>Train a run…</source>
        <translation>训练…</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Takes the run out of the queue.</source>
        <translation>将运行移出队列。</translation>
    </message>
    <message>
        <source>Show runs</source>
        <translation>显示运行</translation>
    </message>
    <message numerus="yes">
        <source>Nothing trains now. %n run(s) of this project, those of talo too, are under Runs.</source>
        <translation>
            <numerusform>现在没有训练。本项目的 %n 次运行（包括 talo 的）列在“运行”中。</numerusform>
        </translation>
    </message>
    <message>
        <source>Start what waits</source>
        <translation>启动等待的运行</translation>
    </message>
    <message>
        <source>These runs waited when the project was closed.</source>
        <translation>项目关闭时这些运行仍在等待。</translation>
    </message>
    <message>
        <source>Start now</source>
        <translation>立即开始</translation>
    </message>
    <message>
        <source>Trains it beside what runs; both become slower.</source>
        <translation>与正在训练的运行同时训练；两者都会变慢。</translation>
    </message>
</context>
<context>
    <name>ui::jobs::JobQueue</name>
    <message>
        <source>resumed</source>
        <translation>已继续</translation>
    </message>
    <message>
        <source>left running before</source>
        <translation>之前留下运行</translation>
    </message>
    <message>
        <source>Warning: %1</source>
        <translation>警告：%1</translation>
    </message>
    <message>
        <source>total</source>
        <translation>总计</translation>
    </message>
    <message>
        <source>student</source>
        <translation>学生模型</translation>
    </message>
    <message>
        <source>generator</source>
        <translation>生成器</translation>
    </message>
</context>
<context>
    <name>ui::jobs::JobTexts</name>
    <message>
        <source>Generator</source>
        <translation>生成器</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>过滤</translation>
    </message>
    <message>
        <source>Student</source>
        <translation>学生模型</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>starting the worker</source>
        <translation>正在启动训练程序</translation>
    </message>
    <message>
        <source>stopping: the worker writes a resume point</source>
        <translation>正在停止：训练程序正在写入续训点</translation>
    </message>
    <message>
        <source>stopped, can be resumed</source>
        <translation>已停止，可以继续</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>interrupted: the worker ended, can be resumed</source>
        <translation>已中断：训练程序已结束，可以继续</translation>
    </message>
    <message>
        <source>runs on without this window</source>
        <translation>脱离此窗口继续运行</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>%1 left of this stage</source>
        <translation>本阶段剩余 %1</translation>
    </message>
    <message>
        <source>CPU %1 %</source>
        <translation>CPU %1 %</translation>
    </message>
    <message>
        <source>memory %1 GiB</source>
        <translation>内存 %1 GiB</translation>
    </message>
    <message>
        <source>GPU %1 GiB</source>
        <translation>显存 %1 GiB</translation>
    </message>
    <message>
        <source>Proposals</source>
        <translation>提议</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>to come</source>
        <translation>未开始</translation>
    </message>
</context>
<context>
    <name>ui::jobs::RecipeTexts</name>
    <message>
        <source>FTCL on ActivityNet1.3: the values of the authors&apos; configuration file (spec ftcl, section 11); their main program for it was not released.</source>
        <translation>ActivityNet1.3 上的 FTCL：作者配置文件中的数值（规范 ftcl 第 11 节）；其主程序未发布。</translation>
    </message>
    <message>
        <source>FTCL on the videos that `talo demo` makes, in minutes on two CPU cores.</source>
        <translation>在 `talo demo` 生成的视频上训练 FTCL，两个 CPU 核心只需几分钟。</translation>
    </message>
    <message>
        <source>FTCL on short feature sequences with one row per 16 frames, in minutes on two CPU cores.</source>
        <translation>在每 16 帧一行的短特征序列上训练 FTCL，两个 CPU 核心只需几分钟。</translation>
    </message>
    <message>
        <source>FTCL on THUMOS&apos;14: the published settings, every key spelled out (resources/doc/config.md).</source>
        <translation>THUMOS&apos;14 上的 FTCL：发布的设置，逐键写明（resources/doc/config.md）。</translation>
    </message>
    <message>
        <source>FuSTAL on the videos that `talo demo` makes: three stages within a minute of two idle CPU cores.</source>
        <translation>在 `talo demo` 生成的视频上训练 FuSTAL：两个空闲 CPU 核心一分钟内完成三个阶段。</translation>
    </message>
    <message>
        <source>FuSTAL on short feature sequences with one row per 16 frames, in minutes on two CPU cores.</source>
        <translation>在每 16 帧一行的短特征序列上训练 FuSTAL，两个 CPU 核心只需几分钟。</translation>
    </message>
    <message>
        <source>FuSTAL on THUMOS&apos;14: the published settings, every key spelled out (resources/doc/config.md).</source>
        <translation>THUMOS&apos;14 上的 FuSTAL：发布的设置，逐键写明（resources/doc/config.md）。</translation>
    </message>
    <message>
        <source>SAL on ActivityNet1.3: the values of the authors&apos; second repository (spec sal, section 12), whose main program does not run as published.</source>
        <translation>ActivityNet1.3 上的 SAL：作者第二个仓库中的数值（规范 sal 第 12 节），其主程序按发布的样子无法运行。</translation>
    </message>
    <message>
        <source>SAL on the videos that `talo demo` makes, in minutes on two CPU cores.</source>
        <translation>在 `talo demo` 生成的视频上训练 SAL，两个 CPU 核心只需几分钟。</translation>
    </message>
    <message>
        <source>SAL on THUMOS&apos;14: the published settings, every key spelled out (resources/doc/config.md).</source>
        <translation>THUMOS&apos;14 上的 SAL：发布的设置，逐键写明（resources/doc/config.md）。</translation>
    </message>
    <message>
        <source>FuSTAL on the data of fustal-small.toml with settings of our own, chosen on the training split alone (resources/doc/parity.md, A second recipe).</source>
        <translation>在 fustal-small.toml 的数据上训练 FuSTAL，设置为自选，只按训练集选定（resources/doc/parity.md，A second recipe）。</translation>
    </message>
    <message>
        <source>SAL on short feature sequences with one row per 16 frames, in minutes on two CPU cores: settings chosen on the training split (resources/doc/parity.md) and the student of fustal-small; everything not given here is as published for THUMOS&apos;14.</source>
        <translation>在每 16 帧一行的短特征序列上训练 SAL，两个 CPU 核心只需几分钟：设置按训练集选定（resources/doc/parity.md），学生模型同 fustal-small；此处未给出的均同 THUMOS&apos;14 的发布值。</translation>
    </message>
</context>
<context>
    <name>ui::jobs::RunComparison</name>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>以及另外 %1 个</translation>
    </message>
    <message>
        <source>equal</source>
        <translation>相同</translation>
    </message>
    <message>
        <source>pseudo-labels</source>
        <translation>伪标签</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>Videos done</source>
        <translation>已完成视频</translation>
    </message>
    <message>
        <source>Edits in between</source>
        <translation>期间的修改</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>配方</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Label precision</source>
        <translation>标签精确率</translation>
    </message>
    <message>
        <source>Label recall</source>
        <translation>标签召回率</translation>
    </message>
    <message>
        <source>Comparing %1 with %2…</source>
        <translation>正在比较 %1 与 %2…</translation>
    </message>
    <message>
        <source>Compare %1 with %2</source>
        <translation>比较 %1 与 %2</translation>
    </message>
    <message>
        <source>What changed between them</source>
        <translation>两者之间的变化</translation>
    </message>
    <message>
        <source>%1 against %2: average mAP %3 (%4 % → %5 %)</source>
        <translation>%1 对 %2：平均 mAP %3（%4 % → %5 %）</translation>
    </message>
    <message>
        <source>%1 things changed at once: %2. Repeat one run with a single change to tell them apart.</source>
        <translation>同时改变了 %1 项：%2。只改一项重做一次运行即可区分。</translation>
    </message>
    <message>
        <source>Average AP per class, % and points</source>
        <translation>各类别平均 AP，百分数与百分点</translation>
    </message>
    <message>
        <source>Change per video</source>
        <translation>各视频的变化</translation>
    </message>
    <message>
        <source>A double click shows the video with both runs in the lanes</source>
        <translation>双击可在时间轴中显示该视频的两个运行</translation>
    </message>
    <message>
        <source>Average mAP of each video alone, worst first</source>
        <translation>每个视频单独的平均 mAP，最差的在前</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>%1 of their segments from score %2 agree (same class, tIoU 0.5).</source>
        <translation>分数不低于 %2 的片段中有 %1 一致（同类，tIoU 0.5）。</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>%1 and %2: no figures to compare yet</source>
        <translation>%1 与 %2：尚无可比较的数值</translation>
    </message>
    <message>
        <source>test split · %1 · %2</source>
        <translation>测试集 · %1 · %2</translation>
    </message>
</context>
<context>
    <name>ui::jobs::RunCurves</name>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>mAP, test split</source>
        <translation>mAP，测试集</translation>
    </message>
    <message>
        <source>Series of both runs</source>
        <translation>两个运行的曲线</translation>
    </message>
    <message>
        <source>&amp;Series</source>
        <translation>曲线(&amp;S)</translation>
    </message>
    <message>
        <source>%1, test split</source>
        <translation>%1，测试集</translation>
    </message>
</context>
<context>
    <name>ui::jobs::RunDialog</name>
    <message>
        <source>%1 GiB</source>
        <translation>%1 GiB</translation>
    </message>
    <message>
        <source>Train a run</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>配方</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Automatic · asking the worker…</source>
        <translation>自动 · 正在询问训练程序…</translation>
    </message>
    <message>
        <source>Time and memory: not known yet.</source>
        <translation>时间与内存：尚未知。</translation>
    </message>
    <message>
        <source>Start run</source>
        <translation>开始运行</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Generator</source>
        <translation>生成器</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>过滤</translation>
    </message>
    <message>
        <source>Student</source>
        <translation>学生模型</translation>
    </message>
    <message>
        <source>Repeats</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>So many runs, each with the next seed.</source>
        <translation>运行这么多次，每次用下一个种子。</translation>
    </message>
    <message>
        <source>File…</source>
        <translation>文件…</translation>
    </message>
    <message>
        <source>Recipes (*.toml)</source>
        <translation>配方 (*.toml)</translation>
    </message>
    <message>
        <source>Pseudo-labels of this run</source>
        <translation>此次运行的伪标签</translation>
    </message>
    <message>
        <source>Pseudo-labels of %1</source>
        <translation>%1 的伪标签</translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n video(s) done · %2</source>
        <translation>
            <numerusform>%1 · 已完成 %n 个视频 · %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>My labels as they are now · %n video(s) done</source>
        <translation>
            <numerusform>我当前的标注 · 已完成 %n 个视频</numerusform>
        </translation>
    </message>
    <message>
        <source>pseudo-labels</source>
        <translation>伪标签</translation>
    </message>
    <message>
        <source>my labels</source>
        <translation>我的标注</translation>
    </message>
    <message>
        <source>label set “%1”</source>
        <translation>标签集“%1”</translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>种子 %1</translation>
    </message>
    <message>
        <source>Generator: uses the proposals of %1</source>
        <translation>生成器：使用 %1 的提议</translation>
    </message>
    <message>
        <source>Filter: the pseudo-labels are taken as chosen below</source>
        <translation>过滤：按下方的选择采用伪标签</translation>
    </message>
    <message>
        <source>At least one stage must run.</source>
        <translation>至少要运行一个阶段。</translation>
    </message>
    <message>
        <source>The filter needs proposals: let the generator run too, or import some.</source>
        <translation>过滤需要提议：请同时运行生成器，或导入提议。</translation>
    </message>
    <message>
        <source>The student needs pseudo-labels: let generator and filter run too, or import some.</source>
        <translation>学生模型需要伪标签：请同时运行生成器和过滤，或导入伪标签。</translation>
    </message>
    <message>
        <source>The seed must be a whole number, 0 or more.</source>
        <translation>种子必须是不小于 0 的整数。</translation>
    </message>
    <message>
        <source>Pinned by hash. Editing goes on without touching this run.</source>
        <translation>以哈希固定。之后的编辑不影响此次运行。</translation>
    </message>
    <message>
        <source>A snapshot is taken when the run starts: done videos teach exactly what you drew, in others your segments count fully.</source>
        <translation>运行开始时会生成快照：已完成的视频完全按您的标注训练，其他视频中您的片段按完整权重计入。</translation>
    </message>
    <message>
        <source>Without anybody&apos;s corrections.</source>
        <translation>不含任何人的修正。</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Automatic · the fastest that works</source>
        <translation>自动 · 可用的最快设备</translation>
    </message>
    <message>
        <source>About %1</source>
        <translation>约 %1</translation>
    </message>
    <message>
        <source>%1 of memory</source>
        <translation>内存 %1</translation>
    </message>
    <message>
        <source>Time and memory: not known yet; no earlier run did these stages on this device.</source>
        <translation>时间与内存：尚未知；此设备上还没有运行过这些阶段。</translation>
    </message>
    <message>
        <source>%1, by the pace of %2.</source>
        <translation>%1，按 %2 的速度估计。</translation>
    </message>
    <message>
        <source>Proposals for the filter</source>
        <translation>供过滤使用的提议</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>特征</translation>
    </message>
    <message>
        <source>Features of the student</source>
        <translation>学生模型的特征</translation>
    </message>
    <message>
        <source>Student: the same</source>
        <translation>学生模型：相同</translation>
    </message>
    <message>
        <source>Student: %1</source>
        <translation>学生模型：%1</translation>
    </message>
    <message>
        <source>Training needs features of the videos: File, Compute features makes them; File, Import brings them.</source>
        <translation>训练需要视频的特征：可通过“文件、计算特征”生成，或通过“文件、导入”导入。</translation>
    </message>
</context>
<context>
    <name>ui::jobs::RunTableModel</name>
    <message>
        <source>today %1</source>
        <translation>今天 %1</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>pseudo-labels</source>
        <translation>伪标签</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>student</source>
        <translation>学生模型</translation>
    </message>
    <message>
        <source>generator</source>
        <translation>生成器</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>配方</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>avg</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>%1 on the test split, of the %2</source>
        <translation>测试集上的 %1，%2</translation>
    </message>
</context>
<context>
    <name>ui::jobs::RunsPanel</name>
    <message>
        <source>Show the results of the selected runs in the lanes</source>
        <translation>在轨道中显示所选运行的结果</translation>
    </message>
    <message>
        <source>Compare the two selected runs</source>
        <translation>比较所选的两次运行</translation>
    </message>
    <message>
        <source>Resume the selected run</source>
        <translation>继续所选运行</translation>
    </message>
    <message>
        <source>Rename the selected run…</source>
        <translation>重命名所选运行…</translation>
    </message>
    <message>
        <source>Open the folder of the selected run</source>
        <translation>打开所选运行的文件夹</translation>
    </message>
    <message>
        <source>Delete the selected run…</source>
        <translation>删除所选运行…</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>No runs yet.</source>
        <translation>尚无运行。</translation>
    </message>
    <message>
        <source>the newest runs</source>
        <translation>最新的运行</translation>
    </message>
    <message>
        <source>Rename run</source>
        <translation>重命名运行</translation>
    </message>
    <message>
        <source>New name of %1</source>
        <translation>%1 的新名称</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Delete run</source>
        <translation>删除运行</translation>
    </message>
    <message>
        <source>%1 and its proposals, pseudo-labels and predictions leave the project. This cannot be undone.</source>
        <translation>%1 及其提议、伪标签和预测将从项目中删除。此操作无法撤销。</translation>
    </message>
    <message>
        <source>Delete with its files</source>
        <translation>连同文件删除</translation>
    </message>
    <message>
        <source>Delete, keep the files</source>
        <translation>删除，保留文件</translation>
    </message>
    <message>
        <source>Keep the run</source>
        <translation>保留运行</translation>
    </message>
    <message>
        <source>%1 is deleted, but its files are not: %2</source>
        <translation>%1 已删除，但文件仍在：%2</translation>
    </message>
    <message>
        <source>%1 is deleted.</source>
        <translation>%1 已删除。</translation>
    </message>
    <message>
        <source>mAP in percent: test split, by the protocol that its tip names. Lanes show: %1</source>
        <translation>mAP（%）：测试集，按提示中注明的协议。轨道显示：%1</translation>
    </message>
</context>
<context>
    <name>ui::jobs::SettingTexts</name>
    <message>
        <source>Name of the generator of stage 1: &quot;fustal&quot;, &quot;sal&quot; or &quot;ftcl&quot;</source>
        <translation>阶段 1 生成器的名称：&quot;fustal&quot;、&quot;sal&quot; 或 &quot;ftcl&quot;</translation>
    </message>
    <message>
        <source>Whether to behave as the specification prescribes or as the released code does; &quot;released&quot; sets student.mil_top_k = &quot;batch_sum&quot;, student.teacher_fallback = &quot;sticky&quot; and ftcl.unguarded_cosine = true, and keys that are given win over it; a seed then gives FuSTAL&apos;s generator the initial weights that it gives the published one</source>
        <translation>按规范运行还是按发布的代码运行；&quot;released&quot; 会设定 student.mil_top_k = &quot;batch_sum&quot;、student.teacher_fallback = &quot;sticky&quot; 和 ftcl.unguarded_cosine = true，显式给出的键优先；此时同一种子给 FuSTAL 生成器的初始权重与发布代码相同</translation>
    </message>
    <message>
        <source>Seed of all randomness: initial weights, order, sampling, crops, dropout</source>
        <translation>全部随机性的种子：初始权重、顺序、采样、裁剪、dropout</translation>
    </message>
    <message>
        <source>N: length that a training sample is stretched or thinned to, and the most that inference reads</source>
        <translation>N：训练样本拉伸或抽稀到的长度，也是推理读取的上限</translation>
    </message>
    <message>
        <source>Which half of two-stream features is used; RGB columns come first</source>
        <translation>使用双流特征的哪一半；RGB 列在前</translation>
    </message>
    <message>
        <source>Width of the embedding</source>
        <translation>嵌入层宽度</translation>
    </message>
    <message>
        <source>Dropout before the classifier</source>
        <translation>分类器之前的 dropout</translation>
    </message>
    <message>
        <source>Dropout of the scores from which easy snippets are chosen</source>
        <translation>挑选易特征片段所用分数的 dropout</translation>
    </message>
    <message>
        <source>r_easy: easy snippets a video, k_easy = T / r_easy, also the k of the video score</source>
        <translation>r_easy：每个视频的易特征片段数 k_easy = T / r_easy，也是视频分数的 k</translation>
    </message>
    <message>
        <source>r_hard: hard snippets a video, k_hard = T / r_hard</source>
        <translation>r_hard：每个视频的难特征片段数 k_hard = T / r_hard</translation>
    </message>
    <message>
        <source>m: the narrower erosion and dilation that bound the hard regions</source>
        <translation>m：界定难区域的较窄腐蚀与膨胀</translation>
    </message>
    <message>
        <source>M: the wider erosion and dilation that bound the hard regions</source>
        <translation>M：界定难区域的较宽腐蚀与膨胀</translation>
    </message>
    <message>
        <source>Temperature of the InfoNCE loss</source>
        <translation>InfoNCE 损失的温度</translation>
    </message>
    <message>
        <source>Weight of the contrastive loss beside classification</source>
        <translation>对比损失相对分类损失的权重</translation>
    </message>
    <message>
        <source>Weight of the cross-video term inside the contrastive loss</source>
        <translation>对比损失中跨视频项的权重</translation>
    </message>
    <message>
        <source>Learning rate of Adam, constant</source>
        <translation>Adam 的学习率，恒定</translation>
    </message>
    <message>
        <source>Decay of Adam&apos;s first moment</source>
        <translation>Adam 一阶矩的衰减</translation>
    </message>
    <message>
        <source>Decay of Adam&apos;s second moment</source>
        <translation>Adam 二阶矩的衰减</translation>
    </message>
    <message>
        <source>Adam&apos;s epsilon</source>
        <translation>Adam 的 epsilon</translation>
    </message>
    <message>
        <source>L2 weight decay, added to the gradient</source>
        <translation>L2 权重衰减，加到梯度上</translation>
    </message>
    <message>
        <source>Videos a step</source>
        <translation>每步的视频数</translation>
    </message>
    <message>
        <source>Training steps</source>
        <translation>训练步数</translation>
    </message>
    <message>
        <source>Steps between two reports of the losses</source>
        <translation>两次报告损失之间的步数</translation>
    </message>
    <message>
        <source>Steps between two evaluations on the test split; 0 evaluates at the end only</source>
        <translation>两次在测试集上评测之间的步数；0 表示只在结束时评测</translation>
    </message>
    <message>
        <source>Which weights make the proposals: the last, those best on the test split (the paper&apos;s protocol, which selects on test data), or those best on held-out training videos</source>
        <translation>用哪组权重产生提议：最后一组、测试集上最好的一组（论文的做法，用测试数据挑选），或留出训练视频上最好的一组</translation>
    </message>
    <message>
        <source>T: length that samples are stretched or thinned to, in training and in inference</source>
        <translation>T：训练与推理时样本拉伸或抽稀到的长度</translation>
    </message>
    <message>
        <source>How: stretched over a jittered grid, always to T snippets; or as FTCL does it, short videos drawn with replacement in training and left as they are in inference</source>
        <translation>方式：在抖动网格上拉伸，总是 T 个特征片段；或按 FTCL 的做法，短视频在训练时有放回抽取、推理时保持原样</translation>
    </message>
    <message>
        <source>D: width of the embeddings; the layers on bilinear features have D² inputs</source>
        <translation>D：嵌入层宽度；双线性特征之上的层有 D² 个输入</translation>
    </message>
    <message>
        <source>Kernel of the main embedding, odd</source>
        <translation>主嵌入层的卷积核，奇数</translation>
    </message>
    <message>
        <source>Dropout of the embeddings</source>
        <translation>嵌入层的 dropout</translation>
    </message>
    <message>
        <source>h: share of the RGB branch in the fused actionness</source>
        <translation>h：RGB 分支在融合动作性中的占比</translation>
    </message>
    <message>
        <source>Whether foreground snippets are chosen by the fused map or by the class activations alone</source>
        <translation>前景特征片段由融合图还是仅由类别激活挑选</translation>
    </message>
    <message>
        <source>Weight of the class probabilities in the fused map S; the three weights are divided by their sum</source>
        <translation>融合图 S 中类别概率的权重；三个权重除以其和</translation>
    </message>
    <message>
        <source>Weight of the flow branch&apos;s actionness in S</source>
        <translation>S 中光流分支动作性的权重</translation>
    </message>
    <message>
        <source>Weight of the RGB branch&apos;s actionness in S</source>
        <translation>S 中 RGB 分支动作性的权重</translation>
    </message>
    <message>
        <source>Foreground snippets a class, k = T / divisor</source>
        <translation>每类的前景特征片段数，k = T / 除数</translation>
    </message>
    <message>
        <source>Background snippets a class</source>
        <translation>每类的背景特征片段数</translation>
    </message>
    <message>
        <source>Snippets that become pseudo-positive beyond as many as there are background snippets</source>
        <translation>除与背景特征片段同样多的之外，另外成为伪正样本的特征片段数</translation>
    </message>
    <message>
        <source>Pseudo-positive snippets lie among the T / divisor most confident ones; 1 for no such condition</source>
        <translation>伪正特征片段须在最有把握的 T / 除数 个之内；1 表示无此条件</translation>
    </message>
    <message>
        <source>rho: momentum of the running mean and variance behind the adaptive mask</source>
        <translation>rho：自适应掩码所用滑动均值与方差的动量</translation>
    </message>
    <message>
        <source>The mask is exp(-d² / (factor · variance)) of a distance d below the mean</source>
        <translation>掩码为 exp(-d² / (系数 · 方差))，d 为低于均值的距离</translation>
    </message>
    <message>
        <source>Exponent of the generalised cross-entropy</source>
        <translation>广义交叉熵的指数</translation>
    </message>
    <message>
        <source>Weight of the multiple-instance term</source>
        <translation>多示例项的权重</translation>
    </message>
    <message>
        <source>Weight of the mutual consistency of the two branches</source>
        <translation>两个分支相互一致性的权重</translation>
    </message>
    <message>
        <source>Weight of the uniformity of the background</source>
        <translation>背景均匀性的权重</translation>
    </message>
    <message>
        <source>Weight of the actionness term</source>
        <translation>动作性项的权重</translation>
    </message>
    <message>
        <source>Weight of the bilinear video classification</source>
        <translation>双线性视频分类的权重</translation>
    </message>
    <message>
        <source>Weight of the actionness term on mixed videos</source>
        <translation>混合视频上动作性项的权重</translation>
    </message>
    <message>
        <source>beta: share of the snippets&apos; logits, beside the bilinear ones, in the video score</source>
        <translation>beta：视频分数中特征片段 logits（相对双线性 logits）的占比</translation>
    </message>
    <message>
        <source>Training steps of the first stage, on single videos; 0 leaves it out</source>
        <translation>第一阶段（单个视频）的训练步数；0 表示略去</translation>
    </message>
    <message>
        <source>Whether the first stage contrasts the videos of a batch with each other, as the released command does unless it is told otherwise</source>
        <translation>第一阶段是否让同批视频互相对比；发布的命令默认如此</translation>
    </message>
    <message>
        <source>n: length of a training sample, and the most that inference reads</source>
        <translation>n：训练样本的长度，也是推理读取的上限</translation>
    </message>
    <message>
        <source>Whether the second stage draws a video&apos;s snippets and the negative pairs anew in every epoch, not once, which leaves most negatives unseen</source>
        <translation>第二阶段是否每轮重新抽取视频的特征片段和负样本对，而非只抽一次（只抽一次时多数负样本从未见过）</translation>
    </message>
    <message>
        <source>Width of the projection for the sequence distance, half for matches and half for gaps; even</source>
        <translation>序列距离投影的宽度，一半用于匹配、一半用于空隙；偶数</translation>
    </message>
    <message>
        <source>Both dropouts before the classifier, of whole snippets and of single channels</source>
        <translation>分类器前的两种 dropout：整个特征片段的与单个通道的</translation>
    </message>
    <message>
        <source>Dropout of the features, for ActivityNet</source>
        <translation>特征的 dropout（用于 ActivityNet）</translation>
    </message>
    <message>
        <source>Dropout before the attention, for ActivityNet</source>
        <translation>注意力之前的 dropout（用于 ActivityNet）</translation>
    </message>
    <message>
        <source>k = T / divisor of the instance branch</source>
        <translation>实例分支的 k = T / 除数</translation>
    </message>
    <message>
        <source>The same of the context branch</source>
        <translation>上下文分支的同一参数</translation>
    </message>
    <message>
        <source>The same of the background branch</source>
        <translation>背景分支的同一参数</translation>
    </message>
    <message>
        <source>Weight of the attention&apos;s guidance by the class activations</source>
        <translation>类别激活引导注意力的权重</translation>
    </message>
    <message>
        <source>Weight of the separation of feature norms</source>
        <translation>特征范数分离的权重</translation>
    </message>
    <message>
        <source>Weight of the attention&apos;s sparsity</source>
        <translation>注意力稀疏性的权重</translation>
    </message>
    <message>
        <source>Margin of that separation</source>
        <translation>该分离的间隔</translation>
    </message>
    <message>
        <source>Snippets of a video that the fine-grained sequence distance aligns</source>
        <translation>细粒度序列距离所对齐的特征片段数</translation>
    </message>
    <message>
        <source>t: smoothing of its maximum</source>
        <translation>t：其最大值的平滑</translation>
    </message>
    <message>
        <source>Weight of its contrast; 0 switches it off</source>
        <translation>其对比项的权重；0 表示关闭</translation>
    </message>
    <message>
        <source>Snippets of a video of which the longest common subsequence is taken</source>
        <translation>求最长公共子序列所用的特征片段数</translation>
    </message>
    <message>
        <source>Cosine above which two snippets match</source>
        <translation>两个特征片段视为匹配的余弦下限</translation>
    </message>
    <message>
        <source>Whether a row of zeros has an undefined cosine, as released, which skips the step or spoils its gradients, instead of a cosine of 0; compat sets it</source>
        <translation>全零行的余弦是否按发布代码那样未定义（会跳过该步或破坏梯度），而不是取 0；由 compat 设定</translation>
    </message>
    <message>
        <source>Video score from which a class counts as predicted; where none passes, the best one is</source>
        <translation>类别算作被预测所需的视频分数；都不达到时取最好的一类</translation>
    </message>
    <message>
        <source>Whether a score equal to the threshold passes</source>
        <translation>分数等于阈值时是否通过</translation>
    </message>
    <message>
        <source>Whether training videos get proposals of the predicted classes or of their weak labels</source>
        <translation>训练视频的提议取预测的类别还是弱标签的类别</translation>
    </message>
    <message>
        <source>How score curves are scaled before the thresholds</source>
        <translation>取阈值之前分数曲线如何缩放</translation>
    </message>
    <message>
        <source>Linear up-sampling of score curves</source>
        <translation>分数曲线的线性上采样倍数</translation>
    </message>
    <message>
        <source>What follows the last snippet: its slope goes on as released, or its value stays</source>
        <translation>最后一个特征片段之后：斜率继续（如发布代码），或保持其值</translation>
    </message>
    <message>
        <source>Thresholds on class activation sequences; empty is the published list of the generator, FuSTAL&apos;s being &quot;0:0.025:0.225&quot;</source>
        <translation>类别激活序列的阈值；留空为该生成器发布的列表，FuSTAL 的是 &quot;0:0.025:0.225&quot;</translation>
    </message>
    <message>
        <source>Thresholds on actionness; empty is the published list of the generator, FuSTAL&apos;s being &quot;0.1:0.025:0.9&quot;; SAL has no such stage</source>
        <translation>动作性的阈值；留空为该生成器发布的列表，FuSTAL 的是 &quot;0.1:0.025:0.9&quot;；SAL 没有这一步</translation>
    </message>
    <message>
        <source>lambda: width of each flank in the outer-inner contrast</source>
        <translation>lambda：外内对比中每侧的宽度</translation>
    </message>
    <message>
        <source>Weight of the video score in a proposal&apos;s score</source>
        <translation>提议分数中视频分数的权重</translation>
    </message>
    <message>
        <source>Shortest run above a threshold that becomes a proposal</source>
        <translation>高于阈值的连续段成为提议所需的最短长度</translation>
    </message>
    <message>
        <source>Non-maximum suppression of each class&apos;s proposals</source>
        <translation>各类提议的非极大值抑制方式</translation>
    </message>
    <message>
        <source>tIoU from which a proposal suppresses a worse one</source>
        <translation>提议抑制较差提议所需的 tIoU</translation>
    </message>
    <message>
        <source>Whether lengths and overlaps count one second more, as released</source>
        <translation>长度与重叠是否多算一秒（如发布代码）</translation>
    </message>
    <message>
        <source>Strength of a soft suppression</source>
        <translation>软抑制的强度</translation>
    </message>
    <message>
        <source>gamma: least IoU density, the sum of tIoU with the video&apos;s other proposals, that is kept; 0 switches the rule off</source>
        <translation>gamma：保留所需的最小 IoU 密度，即与该视频其他提议的 tIoU 之和；0 表示关闭此规则</translation>
    </message>
    <message>
        <source>eta: a proposal is kept if its score is greater</source>
        <translation>eta：分数更大的提议才保留</translation>
    </message>
    <message>
        <source>Which proposals of the video count towards the density</source>
        <translation>该视频的哪些提议计入密度</translation>
    </message>
    <message>
        <source>Whether the density is the sum of all tIoU or the mean of the three largest</source>
        <translation>密度取全部 tIoU 之和还是最大三个的平均</translation>
    </message>
    <message>
        <source>Whether a proposal&apos;s density counts the proposals that NMS left, or all that there were before it</source>
        <translation>提议的密度只计 NMS 之后留下的提议，还是 NMS 之前的全部提议</translation>
    </message>
    <message>
        <source>What becomes of a training video of which nothing is kept: pure background, its best proposal, or left out</source>
        <translation>没有任何提议保留的训练视频如何处理：纯背景、取其最好的提议，或略去</translation>
    </message>
    <message>
        <source>Shortest proposal that is kept; not in the published filter</source>
        <translation>保留的最短提议；发布的过滤器没有此项</translation>
    </message>
    <message>
        <source>Longest proposal that is kept, 0 for no limit; not in the published filter</source>
        <translation>保留的最长提议，0 表示不限；发布的过滤器没有此项</translation>
    </message>
    <message>
        <source>Whether classes that the video&apos;s weak labels do not name are rejected; not in the published filter</source>
        <translation>是否剔除视频弱标签未列出的类别；发布的过滤器没有此项</translation>
    </message>
    <message>
        <source>Length that training sequences are cropped and padded to</source>
        <translation>训练序列裁剪与补齐到的长度</translation>
    </message>
    <message>
        <source>Share of a segment that must lie in a crop for it to count there</source>
        <translation>片段落在裁剪内的比例达到此值才计入</translation>
    </message>
    <message>
        <source>Shortest crop of a sequence that fits, as a share of its length</source>
        <translation>放得下的序列的最短裁剪，占其长度的比例</translation>
    </message>
    <message>
        <source>Longest such crop</source>
        <translation>此类裁剪的最长比例</translation>
    </message>
    <message>
        <source>Draws of a crop until one holds a segment</source>
        <translation>为得到含片段的裁剪而抽取的次数</translation>
    </message>
    <message>
        <source>Takes every n-th feature row</source>
        <translation>每 n 行特征取一行</translation>
    </message>
    <message>
        <source>Width of embedding, backbone and neck, a multiple of 16</source>
        <translation>嵌入层、主干与颈部的宽度，16 的倍数</translation>
    </message>
    <message>
        <source>Kernel of the embedding&apos;s convolutions, odd</source>
        <translation>嵌入层卷积核，奇数</translation>
    </message>
    <message>
        <source>Convolutions of the embedding</source>
        <translation>嵌入层的卷积数</translation>
    </message>
    <message>
        <source>SGP blocks before the first level</source>
        <translation>第一层级之前的 SGP 块数</translation>
    </message>
    <message>
        <source>Distances to its boundaries that each level of the pyramid is responsible for; their number is the number of levels</source>
        <translation>金字塔各层级所负责的到边界的距离；其个数即层级数</translation>
    </message>
    <message>
        <source>w: window of the SGP layer, odd</source>
        <translation>w：SGP 层的窗口，奇数</translation>
    </message>
    <message>
        <source>k: how much wider the wide window is</source>
        <translation>k：宽窗口的倍数</translation>
    </message>
    <message>
        <source>Standard deviation of the SGP convolutions&apos; first weights; 0, as released, leaves them dead</source>
        <translation>SGP 卷积初始权重的标准差；0（如发布代码）使其不起作用</translation>
    </message>
    <message>
        <source>Width of the SGP blocks&apos; MLP</source>
        <translation>SGP 块中 MLP 的宽度</translation>
    </message>
    <message>
        <source>Width of the heads</source>
        <translation>各头的宽度</translation>
    </message>
    <message>
        <source>Kernel of the classification and regression heads, odd</source>
        <translation>分类头与回归头的卷积核，奇数</translation>
    </message>
    <message>
        <source>Convolutions of a head, the last one included</source>
        <translation>每个头的卷积数，含最后一个</translation>
    </message>
    <message>
        <source>Kernel of the start and end heads, odd</source>
        <translation>起点头与终点头的卷积核，奇数</translation>
    </message>
    <message>
        <source>Bins of the trident head beside the zeroth</source>
        <translation>trident 头除第零个之外的格数</translation>
    </message>
    <message>
        <source>Standard deviation of noise added to training features</source>
        <translation>训练特征上所加噪声的标准差</translation>
    </message>
    <message>
        <source>Longest sequence that inference takes, in training lengths</source>
        <translation>推理可接受的最长序列，以训练长度计</translation>
    </message>
    <message>
        <source>Stochastic depth of the pyramid&apos;s blocks</source>
        <translation>金字塔各块的随机深度</translation>
    </message>
    <message>
        <source>Whether only points near a segment&apos;s centre are positive</source>
        <translation>是否只有片段中心附近的点为正样本</translation>
    </message>
    <message>
        <source>How near</source>
        <translation>多近</translation>
    </message>
    <message>
        <source>Power of the tIoU that weights positive classification losses</source>
        <translation>为正样本分类损失加权的 tIoU 的幂次</translation>
    </message>
    <message>
        <source>Weight of the regression loss; at or below 0 the two losses balance themselves</source>
        <translation>回归损失的权重；不大于 0 时两个损失自行平衡</translation>
    </message>
    <message>
        <source>Probability that the classification heads start from</source>
        <translation>分类头的初始概率</translation>
    </message>
    <message>
        <source>First value of the loss normaliser</source>
        <translation>损失归一化量的初值</translation>
    </message>
    <message>
        <source>Momentum of the loss normaliser</source>
        <translation>损失归一化量的动量</translation>
    </message>
    <message>
        <source>Smoothing of class targets</source>
        <translation>类别目标的平滑</translation>
    </message>
    <message>
        <source>Weight of the multiple-instance term on weak labels</source>
        <translation>弱标签多示例项的权重</translation>
    </message>
    <message>
        <source>Dropout of the logits in that term</source>
        <translation>该项中 logits 的 dropout</translation>
    </message>
    <message>
        <source>Top-k of that term: length / divisor</source>
        <translation>该项的 top-k：长度 / 除数</translation>
    </message>
    <message>
        <source>Whether that length is each video&apos;s own or, as released, the whole batch&apos;s; compat sets it</source>
        <translation>该长度取每个视频自己的，还是（如发布代码）整批之和；由 compat 设定</translation>
    </message>
    <message>
        <source>Learning rate of AdamW after the warm-up</source>
        <translation>预热之后 AdamW 的学习率</translation>
    </message>
    <message>
        <source>Decoupled weight decay of convolution weights</source>
        <translation>卷积权重的解耦权重衰减</translation>
    </message>
    <message>
        <source>Largest norm of all gradients together; 0 for no limit</source>
        <translation>全部梯度合起来的最大范数；0 表示不限</translation>
    </message>
    <message>
        <source>Epochs in which the learning rate rises from 0</source>
        <translation>学习率从 0 上升的轮数</translation>
    </message>
    <message>
        <source>The learning rate after the warm-up</source>
        <translation>预热之后的学习率</translation>
    </message>
    <message>
        <source>Where the cosine schedule ends</source>
        <translation>余弦调度的终点</translation>
    </message>
    <message>
        <source>Phase 1: epochs on filtered pseudo-labels</source>
        <translation>第一阶段：在过滤后的伪标签上训练的轮数</translation>
    </message>
    <message>
        <source>Phase 2: epochs on the averaged teacher&apos;s predictions</source>
        <translation>第二阶段：在平均教师预测上训练的轮数</translation>
    </message>
    <message>
        <source>Decay of the averaged weights; decay to the power of the steps should be well below 0.1, so few steps need a smaller one</source>
        <translation>平均权重的衰减；衰减的步数次方应远小于 0.1，步数少时需取较小的值</translation>
    </message>
    <message>
        <source>eta&apos;: a prediction of the teacher becomes a target if its score is greater</source>
        <translation>eta&apos;：教师预测的分数更大才成为目标</translation>
    </message>
    <message>
        <source>After a batch without teacher predictions: only that batch is skipped, or, as released, the rest of the epoch trains on pseudo-labels; compat sets it</source>
        <translation>某批没有教师预测之后：只跳过该批，或（如发布代码）本轮余下都用伪标签训练；由 compat 设定</translation>
    </message>
    <message>
        <source>Whether teacher predictions of classes outside the weak labels are dropped</source>
        <translation>是否丢弃弱标签之外类别的教师预测</translation>
    </message>
    <message>
        <source>Whether teacher predictions are cut at the ends of the crop</source>
        <translation>教师预测是否在裁剪两端截断</translation>
    </message>
    <message>
        <source>Candidates must score more</source>
        <translation>候选的分数须更大</translation>
    </message>
    <message>
        <source>Most candidates a level</source>
        <translation>每个层级的候选上限</translation>
    </message>
    <message>
        <source>Candidates must be longer</source>
        <translation>候选须更长</translation>
    </message>
    <message>
        <source>Suppression of overlapping candidates</source>
        <translation>重叠候选的抑制方式</translation>
    </message>
    <message>
        <source>sigma of the Gaussian suppression</source>
        <translation>高斯抑制的 sigma</translation>
    </message>
    <message>
        <source>tIoU from which hard and linear suppression act</source>
        <translation>硬抑制与线性抑制起作用的 tIoU</translation>
    </message>
    <message>
        <source>Detections whose score falls below are dropped</source>
        <translation>分数低于此值的检测被丢弃</translation>
    </message>
    <message>
        <source>Most detections a video</source>
        <translation>每个视频的检测上限</translation>
    </message>
    <message>
        <source>Whether each class is suppressed for itself</source>
        <translation>各类别是否单独抑制</translation>
    </message>
    <message>
        <source>tIoU from which candidates vote on a detection&apos;s bounds where classes are suppressed together; 0 for no voting</source>
        <translation>各类一起抑制时，候选为检测边界投票所需的 tIoU；0 表示不投票</translation>
    </message>
    <message>
        <source>Named rules of average precision: &quot;activitynet&quot;</source>
        <translation>平均精度的命名规则：&quot;activitynet&quot;</translation>
    </message>
    <message>
        <source>Thresholds of average precision</source>
        <translation>平均精度的阈值</translation>
    </message>
    <message>
        <source>Where to compute; &quot;auto&quot; takes CUDA where there is some</source>
        <translation>在哪里计算；&quot;auto&quot; 在有 CUDA 时使用它</translation>
    </message>
    <message>
        <source>Threads of the CPU; 0 for all cores</source>
        <translation>CPU 线程数；0 表示全部核心</translation>
    </message>
    <message>
        <source>Whether to compute in mixed precision, on CUDA only</source>
        <translation>是否用混合精度计算（仅限 CUDA）</translation>
    </message>
    <message>
        <source>Batches that are prepared ahead</source>
        <translation>提前准备的批数</translation>
    </message>
    <message>
        <source>Steps between two points from which an interrupted run goes on; slow steps save one a minute</source>
        <translation>两个续训点之间的步数；步子慢时每分钟保存一个</translation>
    </message>
    <message>
        <source>batches</source>
        <translation>批</translation>
    </message>
    <message>
        <source>channels</source>
        <translation>通道</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>轮</translation>
    </message>
    <message>
        <source>grid units</source>
        <translation>网格单位</translation>
    </message>
    <message>
        <source>level strides</source>
        <translation>层级步长</translation>
    </message>
    <message>
        <source>positives</source>
        <translation>正样本</translation>
    </message>
    <message>
        <source>s</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>samples</source>
        <translation>采样点</translation>
    </message>
    <message>
        <source>samples a snippet</source>
        <translation>采样点/特征片段</translation>
    </message>
    <message>
        <source>snippets</source>
        <translation>特征片段</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>步</translation>
    </message>
    <message>
        <source>videos</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>%1.</source>
        <translation>%1。</translation>
    </message>
    <message>
        <source>%1 (%2).</source>
        <translation>%1（%2）。</translation>
    </message>
    <message>
        <source>run lengths</source>
        <translation>段长</translation>
    </message>
</context>
<context>
    <name>ui::jobs::SettingsForm</name>
    <message>
        <source>Search all settings: learning rate, epochs, density …</source>
        <translation>搜索所有设置：学习率、轮数、密度…</translation>
    </message>
    <message>
        <source>Search settings</source>
        <translation>搜索设置</translation>
    </message>
    <message>
        <source>%1 must be %2</source>
        <translation>%1 必须为%2</translation>
    </message>
    <message>
        <source>Settings changed from the recipe: %1</source>
        <translation>与配方不同的设置：%1</translation>
    </message>
    <message>
        <source>No other setting is called “%1” or speaks of it.</source>
        <translation>没有其他名为“%1”或与其有关的设置。</translation>
    </message>
    <message>
        <source>%1 settings fit; the first %2 are shown.</source>
        <translation>有 %1 项设置符合；显示前 %2 项。</translation>
    </message>
    <message>
        <source>Back to the recipe&apos;s value</source>
        <translation>恢复配方的值</translation>
    </message>
    <message>
        <source>Reset %1</source>
        <translation>重置 %1</translation>
    </message>
    <message>
        <source>recipe %1</source>
        <translation>配方 %1</translation>
    </message>
    <message>
        <source>must be %1</source>
        <translation>必须为%1</translation>
    </message>
</context>
<context>
    <name>ui::models::HistoryTexts</name>
    <message>
        <source>Added %1 in %2</source>
        <translation>在 %2 中添加 %1</translation>
    </message>
    <message>
        <source>Moved %1 to %2</source>
        <translation>移动 %1 到 %2</translation>
    </message>
    <message>
        <source>Trimmed %1 to %2</source>
        <translation>修剪 %1 为 %2</translation>
    </message>
    <message>
        <source>Relabelled %1 as %2</source>
        <translation>将 %1 的类别改为 %2</translation>
    </message>
    <message>
        <source>Deleted run %1</source>
        <translation>删除运行 %1</translation>
    </message>
    <message>
        <source>Deleted %1</source>
        <translation>删除 %1</translation>
    </message>
    <message>
        <source>Accepted %1 of %2</source>
        <translation>接受 %2 的 %1</translation>
    </message>
    <message>
        <source>Accepted %1</source>
        <translation>接受 %1</translation>
    </message>
    <message>
        <source>Rejected %1 of %2</source>
        <translation>拒绝 %2 的 %1</translation>
    </message>
    <message>
        <source>Rejected %1</source>
        <translation>拒绝 %1</translation>
    </message>
    <message>
        <source>Copied %1 of %2</source>
        <translation>复制 %2 的 %1</translation>
    </message>
    <message>
        <source>Split %1 at %2</source>
        <translation>在 %2 处拆分 %1</translation>
    </message>
    <message>
        <source>Merged %1 and %2</source>
        <translation>合并 %1 与 %2</translation>
    </message>
    <message>
        <source>Changed the note of %1</source>
        <translation>更改 %1 的备注</translation>
    </message>
    <message>
        <source>Set video %1 to %2</source>
        <translation>将视频 %1 设为 %2</translation>
    </message>
    <message>
        <source>Set %1 to %2</source>
        <translation>将 %1 设为 %2</translation>
    </message>
    <message>
        <source>Took label set %1 (%2 segments)</source>
        <translation>保存标签集 %1（%2 个片段）</translation>
    </message>
    <message>
        <source>Imported %1 videos</source>
        <translation>导入 %1 个视频</translation>
    </message>
    <message>
        <source>Imported ground truth: %1 segments of %2</source>
        <translation>导入真值：%1 个片段，%2</translation>
    </message>
    <message>
        <source>Imported %1 weak labels of %2</source>
        <translation>导入 %1 个弱标签，%2</translation>
    </message>
    <message>
        <source>Imported splits: %1 training and %2</source>
        <translation>导入划分：训练 %1，%2</translation>
    </message>
    <message>
        <source>Imported features %1 of %2 videos</source>
        <translation>导入 %2 个视频的特征 %1</translation>
    </message>
    <message>
        <source>Imported %1</source>
        <translation>导入 %1</translation>
    </message>
    <message>
        <source>Restored the labels of revision %1</source>
        <translation>恢复修订 %1 的标注</translation>
    </message>
    <message>
        <source>Results of run %1</source>
        <translation>运行 %1 的结果</translation>
    </message>
    <message>
        <source>Moved %1 segments</source>
        <translation>移动了 %1 个片段</translation>
    </message>
    <message>
        <source>Split %1 segments</source>
        <translation>拆分了 %1 个片段</translation>
    </message>
    <message>
        <source>Merged %1 segments</source>
        <translation>合并了 %1 个片段</translation>
    </message>
    <message>
        <source>Deleted %1 segments</source>
        <translation>删除了 %1 个片段</translation>
    </message>
    <message>
        <source>Duplicated %1 segments</source>
        <translation>复制出 %1 个片段</translation>
    </message>
    <message>
        <source>Relabelled %1 segments as %2</source>
        <translation>将 %1 个片段的类别改为 %2</translation>
    </message>
    <message>
        <source>Copied %1 segments</source>
        <translation>复制了 %1 个片段</translation>
    </message>
    <message>
        <source>Changed the note of %1 segments</source>
        <translation>更改了 %1 个片段的备注</translation>
    </message>
    <message>
        <source>Pasted %1 segments</source>
        <translation>粘贴了 %1 个片段</translation>
    </message>
    <message>
        <source>Accepted %1 segments</source>
        <translation>接受了 %1 个片段</translation>
    </message>
    <message>
        <source>Rejected %1 segments</source>
        <translation>拒绝了 %1 个片段</translation>
    </message>
    <message>
        <source>Changed the state of %1 segments</source>
        <translation>更改了 %1 个片段的状态</translation>
    </message>
    <message>
        <source>Corrected %1 labels as %2</source>
        <translation>已照 %2 修正 %1 个标签</translation>
    </message>
    <message>
        <source>Added the class %1</source>
        <translation>添加了类别 %1</translation>
    </message>
    <message>
        <source>Renamed the class %1 to %2</source>
        <translation>将类别 %1 重命名为 %2</translation>
    </message>
    <message>
        <source>Removed the class %1</source>
        <translation>删除了类别 %1</translation>
    </message>
</context>
<context>
    <name>ui::models::LaneTexts</name>
    <message>
        <source>Ground truth</source>
        <translation>真值</translation>
    </message>
    <message>
        <source>CAS</source>
        <translation>CAS</translation>
    </message>
    <message>
        <source>Raw proposals</source>
        <translation>原始提议</translation>
    </message>
    <message>
        <source>Pseudo-labels</source>
        <translation>伪标签</translation>
    </message>
    <message>
        <source>Student</source>
        <translation>学生模型</translation>
    </message>
    <message>
        <source>My labels</source>
        <translation>我的标注</translation>
    </message>
    <message>
        <source>Rejected: %1</source>
        <translation>已拒绝：%1</translation>
    </message>
    <message>
        <source>%1 · %2 unique</source>
        <translation>%1 · 去重 %2</translation>
    </message>
    <message>
        <source>attention</source>
        <translation>注意力</translation>
    </message>
    <message numerus="yes">
        <source>%1 kept · %n ghost(s)</source>
        <translation>
            <numerusform>保留 %1 · 剔除 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n segment(s)</source>
        <translation>
            <numerusform>%n 个片段</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::models::ProjectModel</name>
    <message>
        <source>Opened for looking only: %1</source>
        <translation>以只读方式打开：%1</translation>
    </message>
</context>
<context>
    <name>ui::models::VideoDelegate</name>
    <message>
        <source>%1 GT</source>
        <translation>%1 GT</translation>
    </message>
    <message>
        <source>%1 PL</source>
        <translation>%1 PL</translation>
    </message>
</context>
<context>
    <name>ui::models::VideoListPanel</name>
    <message>
        <source>Filter by name or class</source>
        <translation>按名称或类别筛选</translation>
    </message>
    <message>
        <source>Filter videos</source>
        <translation>筛选视频</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>F1 at 0.5</source>
        <translation>F1@0.5</translation>
    </message>
    <message>
        <source>Pseudo-labels of %1 against the ground truth, tIoU 0.5</source>
        <translation>%1 的伪标签与真值比较，tIoU 0.5</translation>
    </message>
    <message>
        <source>%1 of %2 listed</source>
        <translation>列出 %1 / %2</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source> · %1 done · %2 in work</source>
        <translation> · 已完成 %1 · 进行中 %2</translation>
    </message>
    <message>
        <source>Order of the project</source>
        <translation>按项目顺序</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>按名称</translation>
    </message>
    <message>
        <source>By state, in work first</source>
        <translation>按状态，进行中优先</translation>
    </message>
    <message>
        <source>Worst pseudo-labels first</source>
        <translation>伪标签最差者优先</translation>
    </message>
    <message>
        <source>Longest first</source>
        <translation>最长者优先</translation>
    </message>
    <message>
        <source>Order of the videos</source>
        <translation>视频的排序</translation>
    </message>
    <message>
        <source>How the videos are ordered. Choose again to order them as they are now.</source>
        <translation>视频的排序方式。再次选择即按当前状态重新排序。</translation>
    </message>
    <message>
        <source>Most worth correcting first</source>
        <translation>最值得修正的在前</translation>
    </message>
</context>
<context>
    <name>ui::player::Sound</name>
    <message>
        <source>Silent: this computer has no sound device.</source>
        <translation>无声：本机没有声音设备。</translation>
    </message>
    <message>
        <source>Silent: the video has no sound.</source>
        <translation>无声：视频没有声音。</translation>
    </message>
    <message>
        <source>Silent: the sound cannot be played (%1).</source>
        <translation>无声：无法播放声音（%1）。</translation>
    </message>
    <message>
        <source>Silent: sound is played forwards only, at half to double speed.</source>
        <translation>无声：只有以半速到两倍速正放时才播放声音。</translation>
    </message>
</context>
<context>
    <name>ui::player::TransportBar</name>
    <message>
        <source>frame</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>snippet</source>
        <translation>特征片段</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>To the start</source>
        <translation>到开头</translation>
    </message>
    <message>
        <source>One frame back</source>
        <translation>后退一帧</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>播放或暂停</translation>
    </message>
    <message>
        <source>One frame on</source>
        <translation>前进一帧</translation>
    </message>
    <message>
        <source>To the end</source>
        <translation>到结尾</translation>
    </message>
    <message>
        <source>Loop the selected segment</source>
        <translation>循环播放所选片段</translation>
    </message>
</context>
<context>
    <name>ui::player::VideoView</name>
    <message>
        <source>Video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>Frame %1 is damaged and does not decode. This is frame %2.</source>
        <translation>第 %1 帧已损坏，无法解码。当前显示第 %2 帧。</translation>
    </message>
</context>
<context>
    <name>ui::timeline::CurveLane</name>
    <message>
        <source>Drag: what a cut here could still make. Double click: as the run cut.</source>
        <translation>拖动：查看在此处切分还能得到什么。双击：恢复该次运行的阈值。</translation>
    </message>
</context>
<context>
    <name>ui::timeline::ErrorNames</name>
    <message>
        <source>True positive</source>
        <translation>真正例</translation>
    </message>
    <message>
        <source>Double detection</source>
        <translation>重复检测</translation>
    </message>
    <message>
        <source>Wrong label</source>
        <translation>类别错误</translation>
    </message>
    <message>
        <source>Localization error</source>
        <translation>定位错误</translation>
    </message>
    <message>
        <source>Confusion</source>
        <translation>混淆</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>背景</translation>
    </message>
    <message>
        <source>Missed: nothing finds it</source>
        <translation>漏检：没有检测到</translation>
    </message>
</context>
<context>
    <name>ui::timeline::OverviewBar</name>
    <message>
        <source>Whole video</source>
        <translation>整段视频</translation>
    </message>
</context>
<context>
    <name>ui::timeline::Ruler</name>
    <message>
        <source>Time ruler</source>
        <translation>时间标尺</translation>
    </message>
    <message>
        <source>frame %1</source>
        <translation>帧 %1</translation>
    </message>
</context>
<context>
    <name>ui::timeline::SegmentLane</name>
    <message>
        <source>+%1 below</source>
        <translation>下方还有 %1</translation>
    </message>
    <message>
        <source> · score %1</source>
        <translation> · 分数 %1</translation>
    </message>
    <message>
        <source>score 0 – 1</source>
        <translation>分数 0 – 1</translation>
    </message>
</context>
<context>
    <name>ui::timeline::Spoken</name>
    <message>
        <source>ground truth</source>
        <translation>真值</translation>
    </message>
    <message>
        <source>raw proposal</source>
        <translation>原始提议</translation>
    </message>
    <message>
        <source>pseudo-label</source>
        <translation>伪标签</translation>
    </message>
    <message>
        <source>rejected by the filter</source>
        <translation>被过滤器拒绝</translation>
    </message>
    <message>
        <source>prediction</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>%1, %2 to %3 seconds, %4</source>
        <translation>%1，%2 到 %3 秒，%4</translation>
    </message>
    <message>
        <source>, score %1</source>
        <translation>，分数 %1</translation>
    </message>
    <message>
        <source>would leave with these settings</source>
        <translation>按这些设置将移出</translation>
    </message>
    <message>
        <source>would enter with these settings</source>
        <translation>按这些设置将加入</translation>
    </message>
</context>
<context>
    <name>ui::timeline::TimelineToolBar</name>
    <message>
        <source>Colour by</source>
        <translation>着色依据</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间轴</translation>
    </message>
    <message>
        <source>Lanes and classes</source>
        <translation>轨道与类别</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Error type</source>
        <translation>错误类型</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>分数</translation>
    </message>
    <message>
        <source>Colour by %1</source>
        <translation>按%1着色</translation>
    </message>
    <message>
        <source>Snapping; Alt suspends it</source>
        <translation>吸附；按住 Alt 暂停</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Show the whole video</source>
        <translation>显示整段视频</translation>
    </message>
    <message>
        <source>Select, draw, move and trim</source>
        <translation>选择、绘制、移动和修剪</translation>
    </message>
    <message>
        <source>Split by clicking</source>
        <translation>点击拆分</translation>
    </message>
    <message>
        <source>Paint while the button is held</source>
        <translation>按住鼠标键边播放边标注</translation>
    </message>
</context>
<context>
    <name>ui::timeline::TimelineView</name>
    <message>
        <source>Whole video</source>
        <translation>整段视频</translation>
    </message>
    <message>
        <source>Visible %1 – %2</source>
        <translation>可见 %1 – %2</translation>
    </message>
    <message>
        <source>Alt: free</source>
        <translation>Alt：自由</translation>
    </message>
    <message>
        <source> · frame %1</source>
        <translation> · 第 %1 帧</translation>
    </message>
    <message>
        <source>snapped to %1</source>
        <translation>吸附到%1</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间轴</translation>
    </message>
    <message numerus="yes">
        <source>%1 frame(s) · Alt: free</source>
        <translation>
            <numerusform>%1 帧 · Alt：自由</numerusform>
        </translation>
    </message>
</context>
</TS>
