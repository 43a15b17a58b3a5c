#pragma once

#include <span>
#include <string>
#include <string_view>

namespace tests {

// What a golden case is, told from the name of its folder. `pattern` holds * for any run of
// characters; of the rows of an area the first that matches counts, so longer patterns stand first.
struct CaseKind
{
    std::string_view area;    // "fustal_student"
    std::string_view pattern; // "net_*_train*"
    std::string_view kind;    // what goldenCases(area, kind) takes
    std::string_view test;    // the test program that runs these cases
};

// Every kind that a golden test handles. A test that learns a kind adds its row here;
// tst_golden_cases fails, naming it, for a case folder that no row matches.
std::span<const CaseKind> caseKinds();

// Kind of a case; empty where no row matches.
std::string caseKind(std::string_view area, std::string_view caseName);

} // namespace tests
