-- wrk: each request is another comment of about 300 characters, by one of a thousand authors, from one of a
-- thousand addresses, under one of a hundred articles. The seed is the first argument after `--`.

local WORDS = {}
for word in ([[the a of to and in that it is was for on with as at by this have from or had not but what all
were when we there can an your which their said if do will each about how up out them then she many some so
these would other into has more her two like him see time could no make than first been its who now people
my made over did down only way find use may water long little very after called just where most know garden
bridge council idiot stupid great article election mayor school police budget nobody damn terrible]]):gmatch('%a+') do
    WORDS[#WORDS + 1] = word
end

local number = 0

function init(args)
    math.randomseed(tonumber(args[1] or '1'))
    number = math.random(1, 1e9)
end

local function text()
    local words = {}
    for place = 1, 60 do words[place] = WORDS[math.random(#WORDS)] end
    return table.concat(words, ' ') .. ', ' .. number .. '.'
end

function request()
    number = number + 1
    local author = math.random(1000)
    local body = string.format(
        '{"article_id": "article-%d", "author": {"name": "Author %d"}, "text": "%s"}', math.random(100), author, text()
    )
    local headers = {
        ['Content-Type'] = 'application/json',
        ['X-Forwarded-For'] = string.format('198.51.%d.%d', math.random(0, 3), math.random(0, 255)),
    }
    return wrk.format('POST', '/v1/comments', headers, body)
end




function done(summary)
    io.write(string.format('requests %d\nmicroseconds %d\n', summary.requests, summary.duration))
    io.write(string.format('errors %d\n', summary.errors.status + summary.errors.timeout + summary.errors.read))
end
