package syntax

import "cmp"

// An Error is a defect in the text of an expression.
type Error struct {
	Offset int    // bytes before the offending text
	Width  int    // bytes of the offending text; 0 at the end of the input
	Msg    string // what is wrong
	Hint   string // what to do about it; may be empty
	// Construct names a construct that is legal in UVL but has no meaning here
	// ("string literal", "len()"); empty for plain mistakes.
	Construct string
}

// Error returns the message with its hint, without a place: the caller
// knows the file.
func (e *Error) Error() string {
	msg := cmp.Or(e.Msg, "not an expression")
	if e.Hint == "" {
		return msg
	}
	return msg + ": " + e.Hint
}
