package config

import "github.com/confspace/confspace/config/source/jsonw"

// MarshalJSON writes a selection as the order of it, see [Catalog.Order]; the zero Selection
// is null.
func (s Selection) MarshalJSON() ([]byte, error) {
	if s.cat == nil {
		return []byte("null"), nil
	}
	return s.cat.Order(&s).MarshalJSON()
}

// UnmarshalJSON returns an error: codes mean something in a catalog only.
func (s *Selection) UnmarshalJSON([]byte) error {
	return jsonw.Unread("config.Selection", "read a config.Order and bind it to its catalog")
}
