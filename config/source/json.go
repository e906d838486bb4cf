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
//	           message  what is wrong
//	           excerpt  the line, or a part of it
//	           caret    how many characters of it stand before what is wrong
//	           width    how many characters are wrong
//	           hint     what to do
//	           follows  how many more places are wrong by the same cause
//
// What is empty is left out.
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
	if msg, hint, _ := checkFormat(document.Format); msg != "" {
		return errors.New("defects: " + msg + ": " + hint)
	}
	*ds = document.Defects
	return nil
}
