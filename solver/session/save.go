package session

import (
	"encoding/hex"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source/jsonw"
)

// MarshalJSON returns [Session.AppendJSON].
func (s Session) MarshalJSON() ([]byte, error) { return s.AppendJSON(nil) }

// AppendJSON appends the session as a document, examples/schema/session.schema.json, for
// [Restore]: the choices by code, not the steps that can be undone. The error is nil.
//
//	format   confspace/1
//	product  of the catalog
//	rules    the digest of the rules, so that another release is told apart
//	as_of    date, serial and plant of the space, each if it is given
//	choices  in the order in which they were made, each {"choose": code} or {"reject": code}
func (s *Session) AppendJSON(dst []byte) ([]byte, error) {
	dst = jsonw.String(jsonw.Document(dst), "product", s.made().cat.Product())
	dst = jsonw.String(dst, "rules", s.digest())
	dst = s.space.AsOf().AppendJSON(jsonw.Key(dst, "as_of"))
	dst = append(jsonw.Key(dst, "choices"), '[')
	for _, c := range s.now().choices {
		dst = appendChoice(jsonw.Comma(dst), s.cat, c)
	}
	return append(dst, "]}"...), nil
}

// digest returns the digest of the rules as text.
func (s *Session) digest() string {
	d := s.space.Rules().Digest()
	return hex.EncodeToString(d[:])
}

// verb returns the key of a choice in a document.
func (c Choice) verb() string {
	if c.Chosen {
		return "choose"
	}
	return "reject"
}

// UnmarshalJSON returns an error: a session needs a space.
func (s *Session) UnmarshalJSON([]byte) error {
	return jsonw.Unread("session.Session", "use session.Restore, which takes the space")
}

// appendChoice appends a choice as an object.
func appendChoice(dst []byte, cat *config.Catalog, c Choice) []byte {
	return append(jsonw.String(append(dst, '{'), c.verb(), cat.Code(c.Option)), '}')
}
