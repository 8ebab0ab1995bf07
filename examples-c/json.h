/* As much JSON as lines like {"type":"offer","sdp":"v=0\r\n..."} need. */
#ifndef EXAMPLES_JSON_H
#define EXAMPLES_JSON_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Writes a text as a JSON string. */
static inline void json_write(FILE *out, const char *text) {
    putc('"', out);
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '\n')
            fputs("\\n", out);
        else if (c == '\r')
            fputs("\\r", out);
        else if (c < 0x20)
            fprintf(out, "\\u%04x", c);
        else {
            if (c == '"' || c == '\\')
                putc('\\', out);
            putc(c, out);
        }
    }
    putc('"', out);
}

static inline const char *json_space(const char *at) {
    return at + strspn(at, " \t\r\n");
}

static inline int json_hex(const char *at, unsigned long *code) {
    char digits[5] = {0};
    memcpy(digits, at, strnlen(at, 4));
    *code = strtoul(digits, NULL, 16);
    return strspn(digits, "0123456789abcdefABCDEF") == 4;
}

static inline char *json_utf8(char *to, unsigned long code) {
    if (code < 0x80) {
        *to++ = (char)code;
    } else if (code < 0x800) {
        *to++ = (char)(0xc0 | code >> 6);
        *to++ = (char)(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        *to++ = (char)(0xe0 | code >> 12);
        *to++ = (char)(0x80 | (code >> 6 & 0x3f));
        *to++ = (char)(0x80 | (code & 0x3f));
    } else {
        *to++ = (char)(0xf0 | code >> 18);
        *to++ = (char)(0x80 | (code >> 12 & 0x3f));
        *to++ = (char)(0x80 | (code >> 6 & 0x3f));
        *to++ = (char)(0x80 | (code & 0x3f));
    }
    return to;
}

/* Reads the string that begins at `*at`, and moves `*at` behind it; to be freed; NULL if it is not
 * a string. */
static inline char *json_read(const char **at) {
    static const char escapes[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    const char *from = *at;
    char *text, *to;
    if (*from++ != '"')
        return NULL;
    to = text = malloc(strlen(from) + 1); /* no escape is shorter than what it stands for */
    while (text && *from && *from != '"') {
        unsigned long code, low;
        const char *escape;
        if (*from != '\\') {
            *to++ = *from++;
        } else if (from[1] && (escape = strchr(escapes, from[1]))) {
            *to++ = meanings[escape - escapes];
            from += 2;
        } else if (from[1] == 'u' && json_hex(from + 2, &code)) {
            from += 6;
            if (code >= 0xd800 && code < 0xdc00 && from[0] == '\\' && from[1] == 'u' &&
                json_hex(from + 2, &low) && low >= 0xdc00 && low < 0xe000) {
                code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
                from += 6;
            }
            to = json_utf8(to, code);
        } else {
            break;
        }
    }
    if (!text || *from != '"') {
        free(text);
        return NULL;
    }
    *to = '\0';
    *at = from + 1;
    return text;
}

/* The string at `key` of a flat object, to be freed; NULL if there is none. */
static inline char *json_get(const char *object, const char *key) {
    const char *at = json_space(object);
    if (*at != '{')
        return NULL;
    at = json_space(at + 1);
    while (*at == '"') {
        char *name = json_read(&at), *value = NULL;
        int found = name && strcmp(name, key) == 0;
        free(name);
        at = json_space(at);
        if (!name || *at != ':')
            return NULL;
        at = json_space(at + 1);
        if (*at == '"') {
            if (!(value = json_read(&at)))
                return NULL;
        } else {
            at += strcspn(at, ",}");
        }
        if (found)
            return value;
        free(value);
        at = json_space(at);
        if (*at != ',')
            return NULL;
        at = json_space(at + 1);
    }
    return NULL;
}

#endif
