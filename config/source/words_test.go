package source_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config/source"
)

func TestWords(t *testing.T) {
	type size uint8
	sizes := source.Words[size]{What: "a size", Texts: []string{1: "small", 2: "large"}}
	assert.Equal(t, "large", sizes.String(2))
	assert.Equal(t, "a size 0", sizes.String(0))
	assert.Equal(t, "a size 3", sizes.String(3))
	text, err := sizes.Append([]byte("x "), 1)
	require.NoError(t, err)
	assert.Equal(t, "x small", string(text))
	_, err = sizes.Append(nil, 0)
	require.EqualError(t, err, "0 is not a size")
	v := size(1)
	require.NoError(t, sizes.Set(&v, []byte("large")))
	assert.Equal(t, size(2), v)
	require.EqualError(t, sizes.Set(&v, []byte("lagre")), `"lagre" is not a size; did you mean large?`)
	require.Error(t, sizes.Set(&v, nil))
	assert.Equal(t, size(2), v, "as it was")
}
