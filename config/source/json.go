package source

import (
	"bytes"
	"encoding/json"
	"errors"
)

// defectsDocument is the JSON of Defects.
type defectsDocument struct {
	Format  string   `json:"format"`
	Defects []Defect `json:"defects"`
}

// MarshalJSON returns AppendJSON.
func (ds Defects) MarshalJSON() ([]byte, error) { return ds.AppendJSON(nil) }

// AppendJSON appends a document, examples/schema/defects.schema.json. The error is nil.
//
//	format   confspace/1
//	defects  of each
//	           place    file:line:column, the last two if they are known
//	           message  the mistake
//	           excerpt  the line, or a part of it
//	           caret    the number of characters before the mistake
//	           width    the number of wrong characters
//	           hint     what to do
//	           follows  the number of other places that are wrong by the same cause
//
// Empty members are left out.
func (ds Defects) AppendJSON(dst []byte) ([]byte, error) {
	b := bytes.NewBuffer(dst)
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(defectsDocument{Format, append([]Defect{}, ds...)})
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// UnmarshalJSON reads what AppendJSON writes; an unknown key and another format are
// errors.
func (ds *Defects) UnmarshalJSON(text []byte) error {
	var document defectsDocument
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&document); err != nil {
		return err
	}
	if msg, hint, _ := FormatFault(document.Format); msg != "" {
		return errors.New("defects: " + msg + ": " + hint)
	}
	*ds = document.Defects
	return nil
}
