# Reads a header and writes its plain comments as Doxygen's: those above a declaration as "///", those
# behind a member as "///<". Angle brackets are no HTML.
/^[ \t]*\/\// {
    gsub(/</, "\\<"); gsub(/>/, "\\>")
    if (behind) sub(/\/\//, "///<"); else sub(/\/\//, "///")
    print; next
}
{ behind = 0 }
/[;,{}].*[ \t]\/\/ / || /^[ \t]*[A-Za-z0-9_]+[ \t]+\/\/ / { behind = 1; sub(/[ \t]\/\/ /, " ///< ") }
{ print }
