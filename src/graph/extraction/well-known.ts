import { wordSet } from '../../platform/word-lists.ts';

/** Names that people speak of with assistants all day, and that the library does not know. Written by hand from general knowledge. */

const products =
  wordSet(`android aws azure bitbucket bitwarden bluesky canva capcut chatgpt chromebook copilot debian deepl docker
  dropbox duolingo elasticsearch evernote fedora figma firefox fitbit fortnite github gitlab gmail gopro grafana grammarly graphql
  hubspot icloud instagram intellij ios ipad iphone itunes javascript jira kafka kotlin kubernetes laravel linkedin linux macbook
  macos mailchimp mastodon matlab minecraft mongodb mysql nextcloud nespresso onedrive onenote paracetamol ibuprofen photoshop
  pinterest playstation pokémon postgres postgresql powerpoint pytorch quickbooks reddit roblox roomba sharepoint siri skype
  snapchat spotify sqlite strava substack telegram tensorflow terraform thermomix tiktok todoist trello tumblr twitch typescript
  tylenol ubuntu vimeo vscode whatsapp wordpress xbox youtube zapier`);

/** Words as well. */
const productsAndWords =
  wordSet(`blender chrome discord django excel java kindle lego notion outlook pandas python redis safari signal
  slack steam windows zoom`);

const organisations =
  wordSet(`airbnb aldi alibaba allianz anthropic asda atlassian axa bosch burberry carrefour coca-cola comcast
  costco decathlon deliveroo deloitte dhl doordash easyjet emirates ericsson etsy expedia flixbus fujitsu greenpeace grubhub heineken
  huawei ikea jetblue kpmg kroger lidl logitech lufthansa lululemon lyft maersk marriott mcdonald mckinsey migros monzo nvidia
  openai porsche pwc qantas revolut ryanair sephora spacex tripadvisor uefa unicef uniqlo waitrose walgreens wizzair zalando zara`);

/** Tag of a product. */
export const productTag = 'Product';

/** Returns the tag of a name that everybody knows; null where it may be an ordinary word. */
export function wellKnownTag(name: string, mayBeOrdinary: boolean): string | null {
  if (organisations.has(name)) return 'Organization';
  return products.has(name) || (productsAndWords.has(name) && !mayBeOrdinary) ? productTag : null;
}
